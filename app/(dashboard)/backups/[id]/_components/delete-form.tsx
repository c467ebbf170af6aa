"use client";

import { useId, useState } from "react";
import type { FormEvent } from "react";
import type { BackupStatus, RemovalMode } from "#lib/db/schema/constants";
import type { RemovalPreviewDto } from "#lib/removal/dto";
import { FormError } from "../../../../_components/form-error";
import { TrashIcon } from "../../../../_components/icons";
import { Notice } from "../../../../_components/notice";
import { toGiBText } from "../../../../_components/size.pure";
import { useAction } from "../../../../_components/use-action";
import { deleteBackupAction, deleteBackupOnceAction } from "../../actions";
import { OnceKeys, toOnceCredential } from "./once-keys";

const BUTTONS: Readonly<Record<RemovalMode, string>> = {
  record: "Delete the record",
  image: "Delete the image",
  image_and_snapshots: "Delete the image and its snapshots",
};

const TITLES: Readonly<Record<RemovalMode, string>> = {
  record: "The record alone",
  image: "The image; its snapshots stay",
  image_and_snapshots: "The image with its snapshots",
};

const DONE: Readonly<Record<RemovalMode, string>> = {
  record: "The record is removed.",
  image: "The image is on its way out; this page says when it is gone.",
  image_and_snapshots:
    "The image and its snapshots are on their way out; this page says when they are gone.",
};

export function DeleteForm(props: {
  preview: RemovalPreviewDto;
  status: BackupStatus;
  onKeep: () => void;
  /** In words, what was begun. */
  onDone: (words: string) => void;
}) {
  const { preview } = props;
  const group = useId();
  // What keys for one use left behind ends with such keys; the rest ends by itself.
  const isUnfinished =
    preview.needsCredential && (props.status === "deleting" || props.status === "deleted");
  const first = preview.modes.findLast(({ refusal }) => refusal === null)?.mode;
  const [mode, setMode] = useState<RemovalMode>(first ?? "image_and_snapshots");
  const [belowFloor, setBelowFloor] = useState(false);
  const onDone = () => props.onDone(DONE[mode]);
  const plain = useAction(deleteBackupAction, onDone);
  const once = useAction(deleteBackupOnceAction, onDone);
  const { pending, error } = preview.needsCredential ? once : plain;
  const isBelow =
    mode !== "record" && props.status === "available" && preview.staying < preview.floor;
  const isStopped =
    (first === undefined && !isUnfinished) ||
    (mode !== "record" && preview.references.length > 0) ||
    (isBelow && !belowFloor);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isStopped) return;
    const wanted = { backupId: preview.backupId, mode, belowFloor };
    if (!preview.needsCredential) return plain.run(wanted);
    once.run({ ...wanted, credential: toOnceCredential(new FormData(event.currentTarget)) });
  };
  return (
    <form onSubmit={submit}>
      <div className="dialog-body">
        <fieldset className="fieldset">
          <legend>What shall go</legend>
          {preview.modes.map(({ mode: one, refusal }) => (
            <label key={one} className="choice">
              <input
                type="radio"
                className="form-check-input"
                name={group}
                checked={mode === one}
                disabled={refusal !== null && !isUnfinished}
                onChange={() => setMode(one)}
              />
              <span>
                <strong>{TITLES[one]}</strong>
                <small>{refusal === null || isUnfinished ? describe(one, preview) : refusal}</small>
              </span>
            </label>
          ))}
        </fieldset>
        {mode === "record" ? null : <References preview={preview} />}
        {isBelow ? (
          <Notice tone="bad">
            <p>
              <strong>
                {preview.isLastGood
                  ? "This is the last good backup of its instance."
                  : `Only ${preview.staying} other good ${preview.staying === 1 ? "backup" : "backups"} would stay; the floor is ${preview.floor}.`}
              </strong>
            </p>
            <label>
              <input
                type="checkbox"
                className="form-check-input"
                checked={belowFloor}
                onChange={(event) => setBelowFloor(event.target.checked)}
              />{" "}
              {preview.isLastGood
                ? "Delete the last good backup all the same"
                : "Go below the floor all the same"}
            </label>
          </Notice>
        ) : null}
        {preview.needsCredential ? <OnceKeys errors={error?.fields} /> : null}
        <FormError error={error} />
      </div>
      <div className="dialog-foot">
        <button type="button" className="btn btn-plain" onClick={props.onKeep}>
          Keep it
        </button>
        <button
          type="submit"
          className="btn btn-danger"
          aria-disabled={pending || isStopped}
          disabled={isStopped}
        >
          <TrashIcon /> {pending ? "Deleting…" : BUTTONS[mode]}
        </button>
      </div>
    </form>
  );
}

/** What is destroyed, and what is not. */
function describe(mode: RemovalMode, preview: RemovalPreviewDto): string {
  const image = preview.imageId ?? "the image";
  const snapshots =
    preview.snapshotIds.length === 0
      ? "its snapshots"
      : preview.snapshotIds.length === 1
        ? `snapshot ${preview.snapshotIds[0]}`
        : `${preview.snapshotIds.length} snapshots (${preview.snapshotIds.join(", ")})`;
  const stay = preview.snapshotIds.length === 1 ? "stays" : "stay";
  const size =
    preview.sizeBytes === null ? "" : `, full size at most ${toGiBText(preview.sizeBytes)}`;
  switch (mode) {
    case "record":
      return preview.imageId === null
        ? "AWS has nothing of it."
        : `${image} and ${snapshots} stay in AWS, tagged amivault:keep.`;
    case "image":
      return `${image} goes. ${upperFirst(snapshots)} ${stay} in AWS, tagged amivault:keep.`;
    case "image_and_snapshots":
      return `${image} and ${snapshots} go${size}. Nothing of it stays.`;
  }
}

function References({ preview }: { preview: RemovalPreviewDto }) {
  const gaps = preview.checked.filter((line) => line.startsWith("not checked"));
  const made = preview.checked.length - gaps.length;
  if (preview.references.length > 0) {
    return (
      <Notice tone="bad">
        <p>
          <strong>Something refers to the image: it stays.</strong>
        </p>
        {preview.references.map((reference) => (
          <p key={reference} className="hostile">
            {reference}
          </p>
        ))}
        <p>
          Take the references away, or choose it in the list of backups and delete it by a plan.
        </p>
      </Notice>
    );
  }
  if (preview.checked.length === 0) return null;
  return (
    <Notice tone={gaps.length === 0 ? "quiet" : "warn"}>
      <p>
        Nothing refers to the image:{" "}
        {made === 1 ? "one kind of reference was" : `${made} kinds of reference were`} looked for.
      </p>
      {gaps.map((gap) => (
        <p key={gap} className="hostile small">
          {gap}
        </p>
      ))}
    </Notice>
  );
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
