"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import type { BackupStatus } from "#lib/db/schema/constants";
import type { RemovalPreviewDto } from "#lib/removal/dto";
import { Dialog } from "../../../../_components/dialog";
import { focusMain } from "../../../../_components/focus-main";
import { FormError } from "../../../../_components/form-error";
import { TrashIcon } from "../../../../_components/icons";
import { toast } from "../../../../_components/popups";
import { useAction } from "../../../../_components/use-action";
import { previewRemovalAction } from "../../actions";
import { DeleteForm } from "./delete-form";

const UNENDED: ReadonlySet<BackupStatus> = new Set(["expected", "queued", "creating", "pending"]);

/** Looks first: what would go, what refers to it, what would stay; then asks. */
export function DeleteBackup(props: {
  backupId: string;
  name: string;
  status: BackupStatus;
  hasImage: boolean;
}) {
  const router = useRouter();
  const [isDone, setDone] = useState(false);
  const [preview, setPreview] = useState<RemovalPreviewDto | null>(null);
  const { run, pending, error } = useAction(previewRemovalAction, setPreview);
  // The dialog gave the focus back to a button that is about to go.
  useEffect(() => {
    if (isDone) focusMain();
  }, [isDone]);
  if (UNENDED.has(props.status)) {
    return <p className="muted m-0">It can be deleted once AWS has ended it.</p>;
  }
  const close = () => setPreview(null);
  const done = (text: string) => {
    close();
    setDone(true);
    router.refresh();
    void toast({ tone: "success", text });
  };
  return (
    <div className="stack">
      <p className="muted m-0">
        {props.hasImage
          ? "Its record, its image, or its image with its snapshots. What refers to the image is looked for first."
          : "Its record: no image of it is known."}
      </p>
      <FormError error={error} />
      <div>
        <button
          type="button"
          className="btn btn-destroy"
          aria-disabled={pending}
          onClick={() => run({ backupId: props.backupId })}
        >
          <TrashIcon /> {pending ? "Looking for references…" : "Delete this backup…"}
        </button>
      </div>
      {preview === null ? null : (
        <Dialog title={`Delete a backup of ${props.name}`} onClose={close}>
          <DeleteForm preview={preview} status={props.status} onKeep={close} onDone={done} />
        </Dialog>
      )}
    </div>
  );
}
