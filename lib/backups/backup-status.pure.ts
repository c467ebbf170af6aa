import type { BackupStatus } from "../db/schema/constants";

/** What moves a backup from one status to the next. */
export type StatusTrigger =
  /** Its due moment came, or a person asked. */
  | "due"
  /** Its start window ended before anything could be sent. */
  | "window_over"
  /** A pause, an exclusion window, a terminated or removed instance. */
  | "excluded"
  /** A worker took it, under a lease. */
  | "claimed"
  /** AWS asked for patience, without effect. */
  | "later"
  /** An attempt ended for good without an image, and another may follow. */
  | "next_attempt"
  /** AWS took the request and named the image. */
  | "accepted"
  /** The image was seen in AWS: by look-up, Lambda, reconcile. */
  | "seen"
  /** AWS says the image is available. */
  | "completed"
  /** It ended without an image, as far as anybody knows. */
  | "gave_up"
  /** A plan or a person removes it. */
  | "removal"
  /** AWS refused the removal, or its proof no longer holds. */
  | "removal_stopped"
  /** AWS holds nothing of it any more. */
  | "removed"
  /** The record goes, the image stays. */
  | "record_removed"
  /** Twice not seen in AWS, at least 10 minutes apart. */
  | "vanished"
  /** Out of the recycle bin. */
  | "restored";

interface Edge {
  from: BackupStatus;
  to: BackupStatus;
  trigger: StatusTrigger;
}

/** Every legal change of status. There is no other. */
export const STATUS_EDGES: readonly Edge[] = [
  ...edges("expected", { queued: "due", missed: "window_over", skipped: "excluded" }),
  ...edges("expected", { pending: "seen", available: "seen" }),
  ...edges("queued", { creating: "claimed", missed: "window_over", skipped: "excluded" }),
  ...edges("queued", { failed: "gave_up", pending: "seen", available: "seen" }),
  ...edges("creating", { pending: "accepted", queued: "later", failed: "gave_up" }),
  ...edges("creating", { pending: "seen", available: "seen", queued: "next_attempt" }),
  ...edges("pending", { available: "completed", failed: "gave_up", queued: "next_attempt" }),
  ...edges("failed", { pending: "seen", available: "completed" }),
  ...edges("failed", { deleting: "removal", forgotten: "record_removed" }),
  ...edges("missed", { pending: "seen", available: "seen", forgotten: "record_removed" }),
  ...edges("skipped", { forgotten: "record_removed" }),
  ...edges("available", { deleting: "removal", gone: "vanished", forgotten: "record_removed" }),
  ...edges("deleting", { deleted: "removed", available: "removal_stopped" }),
  // One that AWS calls failed goes back to what it was.
  ...edges("deleting", { failed: "removal_stopped" }),
  ...edges("gone", { available: "restored", forgotten: "record_removed" }),
];

export function isLegalChange(edge: Edge): boolean {
  return STATUS_EDGES.some(
    ({ from, to, trigger }) => from === edge.from && to === edge.to && trigger === edge.trigger,
  );
}

/** Something is being done for it, or will be by itself. */
export const UNFINISHED_STATUSES = ["queued", "creating", "pending"] as const;

/** What the day of a due moment can show. */
export const DAY_OUTCOMES = ["available", "failed", "missed", "skipped"] as const;
export type DayOutcome = (typeof DAY_OUTCOMES)[number];

export function isDayOutcome(status: BackupStatus): status is DayOutcome {
  return DAY_OUTCOMES.some((outcome) => outcome === status);
}

export type DayDelta = Partial<Record<DayOutcome, 1 | -1>>;

/**
 * How a change of status corrects the day's roll-up: an outcome counts once, a late success takes
 * its failure back, and removing what was good does not rewrite the day.
 */
export function dayDelta(from: BackupStatus | null, to: BackupStatus): DayDelta {
  const delta: DayDelta = {};
  if (from !== null && wasGood(from)) return delta;
  if (from !== null && isDayOutcome(from) && !isRemoval(to)) delta[from] = -1;
  if (isDayOutcome(to)) delta[to] = 1;
  return delta;
}

/** Images that AWS confirmed and that are ours to restore from. */
export function availableDelta(from: BackupStatus | null, to: BackupStatus): number {
  return Number(to === "available") - Number(from === "available");
}

function wasGood(status: BackupStatus): boolean {
  return status === "available" || status === "deleting" || status === "gone";
}

function isRemoval(status: BackupStatus): boolean {
  return status === "deleting" || status === "deleted" || status === "forgotten";
}

function edges(from: BackupStatus, to: Partial<Record<BackupStatus, StatusTrigger>>): Edge[] {
  return Object.entries(to).map(([status, trigger]) => ({
    from,
    to: status as BackupStatus,
    trigger,
  }));
}
