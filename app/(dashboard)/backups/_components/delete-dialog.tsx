"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { REMOVAL_MODES } from "#lib/db/schema/constants";
import type { RemovalMode } from "#lib/db/schema/constants";
import type { RequestedPlanDto } from "#lib/plans/dto";
import { Dialog } from "../../../_components/dialog";
import { focusOnce } from "../../../_components/focus-once";
import { FormError } from "../../../_components/form-error";
import { TrashIcon } from "../../../_components/icons";
import { Notice } from "../../../_components/notice";
import { FateList } from "../../../_components/selection/fate-list";
import { groupFates } from "../../../_components/selection/group-fates.pure";
import { countOf } from "../../../_components/selection/selection";
import type { ActDialogProps } from "../../../_components/selection/selection";
import { useAction } from "../../../_components/use-action";
import { requestPlanAction } from "../../plans/actions";
import { toBackupHref } from "./backup-label.pure";

/** As many as one plan holds. */
const PLANNED_MAX = 1_000;

const TITLES: Readonly<Record<RemovalMode, { title: string; text: string }>> = {
  image_and_snapshots: {
    title: "Images with their snapshots",
    text: "Nothing of them stays in AWS.",
  },
  image: {
    title: "Images; their snapshots stay",
    text: "What the snapshots hold stays in AWS, tagged amivault:keep, and goes on costing.",
  },
  record: {
    title: "Records alone",
    text: "Nothing is removed from AWS: images and snapshots stay, tagged amivault:keep.",
  },
};

/** What is chosen becomes a plan; nothing goes before that was reviewed. */
export function DeleteDialog({ chosen, noun, onClose, onDone }: ActDialogProps) {
  const router = useRouter();
  const [mode, setMode] = useState<RemovalMode>("image_and_snapshots");
  const [planned, setPlanned] = useState<RequestedPlanDto | null>(null);
  const open = (planId: string) => {
    onDone?.([...chosen.keys()]);
    onClose();
    router.push(`/plans/${planId}`);
  };
  const { run, pending, error } = useAction(requestPlanAction, (answer) => {
    if (answer.planId !== null && answer.left.length === 0) open(answer.planId);
    else setPlanned(answer);
  });
  const count = countOf(chosen.size, noun);
  const tooMany = chosen.size > PLANNED_MAX;
  if (planned !== null) {
    return (
      <Dialog title={`Delete ${count}`} onClose={onClose}>
        <LeftOut planned={planned} chosen={chosen} onClose={onClose} onOpen={open} />
      </Dialog>
    );
  }
  return (
    <Dialog title={`Delete ${count}`} onClose={onClose} busy={pending}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!tooMany) run({ backupIds: [...chosen.keys()], mode });
        }}
      >
        <div className="dialog-body">
          <p className="m-0">
            A plan is made first: it looks at what refers to each image and what would stay of its
            instance. Nothing goes before you have reviewed it.
          </p>
          <fieldset className="fieldset">
            <legend>What shall go</legend>
            {REMOVAL_MODES.toReversed().map((one) => (
              <label key={one} className="choice">
                <input
                  type="radio"
                  className="form-check-input"
                  name="mode"
                  checked={mode === one}
                  onChange={() => setMode(one)}
                />
                <span>
                  <strong>{TITLES[one].title}</strong>
                  <small>{TITLES[one].text}</small>
                </span>
              </label>
            ))}
          </fieldset>
          {tooMany ? (
            <Notice tone="warn">
              <p>A plan holds at most 1,000. Choose fewer, and make another plan for the rest.</p>
            </Notice>
          ) : null}
          <FormError error={error} />
        </div>
        <div className="dialog-foot">
          <button type="button" className="btn btn-plain" onClick={onClose}>
            Keep {chosen.size === 1 ? "it" : "them"}
          </button>
          <button type="submit" className="btn btn-destroy" aria-disabled={pending || tooMany}>
            <TrashIcon /> {pending ? "Planning…" : `Plan the deletion of ${chosen.size}`}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** Each that no plan can hold, with the reason. */
function LeftOut(props: {
  planned: RequestedPlanDto;
  chosen: ReadonlyMap<string, string>;
  onClose: () => void;
  onOpen: (planId: string) => void;
}) {
  const { planId, left } = props.planned;
  const chosen = new Map(left.map(({ backupId }) => [backupId, props.chosen.get(backupId) ?? ""]));
  const fates = new Map(
    left.map(({ backupId, reason }) => [
      backupId,
      { kind: "refused" as const, message: reason, suggestion: null, link: null },
    ]),
  );
  return (
    <>
      <div className="dialog-body">
        <p className="m-0" role="status" tabIndex={-1} ref={focusOnce}>
          <strong>
            {planId === null
              ? "Nothing of this can be planned."
              : `${left.length} ${left.length === 1 ? "is" : "are"} not in the plan.`}
          </strong>{" "}
          {left.length === 0 ? "All of it is in a plan already." : null}
        </p>
        <div className="fates">
          {groupFates(chosen, fates).map((group) => (
            <FateList key={group.message ?? ""} group={group} hrefOf={toBackupHref} />
          ))}
        </div>
      </div>
      <div className="dialog-foot">
        <button type="button" className="btn btn-plain" onClick={props.onClose}>
          Close
        </button>
        {planId === null ? null : (
          <button type="button" className="btn btn-primary" onClick={() => props.onOpen(planId)}>
            Review the plan
          </button>
        )}
      </div>
    </>
  );
}
