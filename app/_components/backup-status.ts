import type { BackupStatus, Scheduler } from "#lib/db/schema/constants";

export type Tone = "ok" | "warn" | "bad" | "run" | "quiet";

interface StatusLook {
  word: string;
  tone: Tone;
}

export const STATUS_LOOKS: Readonly<Record<BackupStatus, StatusLook>> = {
  expected: { word: "Expected", tone: "quiet" },
  queued: { word: "Queued", tone: "run" },
  creating: { word: "Creating", tone: "run" },
  pending: { word: "Pending", tone: "run" },
  available: { word: "Available", tone: "ok" },
  failed: { word: "Failed", tone: "bad" },
  missed: { word: "Missed", tone: "bad" },
  skipped: { word: "Skipped", tone: "quiet" },
  deleting: { word: "Deleting", tone: "run" },
  deleted: { word: "Deleted", tone: "quiet" },
  forgotten: { word: "Forgotten", tone: "quiet" },
  gone: { word: "Gone", tone: "warn" },
};

interface Shown {
  status: BackupStatus;
  /** Who starts it; left out where only what was made is shown. */
  scheduler?: Scheduler;
}

/** AWS starts it by itself: its moment has come, and its image has not been seen. */
export function lookOf({ status, scheduler }: Shown): StatusLook {
  const isAwaited = status === "expected" && scheduler === "eventbridge";
  return isAwaited ? { word: "Waiting for AWS", tone: "run" } : STATUS_LOOKS[status];
}

/** Still moving: the page shows progress and waits for the next event. */
export function isRunning(status: BackupStatus): boolean {
  return (
    status === "queued" || status === "creating" || status === "pending" || status === "deleting"
  );
}
