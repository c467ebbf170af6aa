"use client";

import type { InstanceFiringDto } from "#lib/eventbridge/dto";
import { showDialog } from "../../../../_components/dialog-host";
import { fetchPart } from "../../../../_components/fetch-part";

export interface SchedulerChange {
  instance: { id: string; label: string; region: string; accountId: string };
  to: "local" | "eventbridge";
  /** What AWS is told of each schedule, or why it cannot be told. */
  links: ReadonlyArray<
    Omit<InstanceFiringDto["links"][number], "firedBy" | "nextDueAt" | "awsFromAt">
  >;
}

/** Lets the other one start the backups; what that does is said before it is done. */
export function SchedulerButton(change: SchedulerChange) {
  const open = async () => {
    const Dialog = await fetchPart(load);
    if (Dialog !== null) showDialog((close) => <Dialog {...change} onClose={close} />);
  };
  return (
    <button
      type="button"
      className="btn btn-plain btn-sm"
      aria-haspopup="dialog"
      onClick={() => void open()}
    >
      {change.to === "eventbridge" ? "Let AWS start them" : "Let AMIVault start them"}
    </button>
  );
}

async function load() {
  return (await import("./scheduler-dialog")).SchedulerDialog;
}
