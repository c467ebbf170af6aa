/**
 * The places between two statements at which a process is stopped or killed by the tests, in the
 * order in which a backup passes them. Inside a write nothing is committed yet.
 */
export const FAULT_POINTS = [
  /** The tick has queued what is due; nothing is enqueued. */
  "after-due",
  /** A token is taken, nothing is claimed. */
  "after-token",
  /** Claimed, the attempt not written. Inside a write. */
  "in-claim",
  /** Claimed under a lease, nothing signed. */
  "after-claim",
  /** Signed, the lease found long enough, the bytes not sent. */
  "before-send",
  /** AWS's answer was read, nothing of it written. */
  "after-answer",
  /** The backup is pending, its attempt not accepted. Inside a write. */
  "in-settle",
  "after-settle",
  /** No answer came: the lease is given back, the attempt not unconfirmed. Inside a write. */
  "in-unheard",
  "after-unheard",
  /** Another process's lease ran out and was taken away. */
  "after-take-over",
  /** Images were asked for and read, nothing of it written. */
  "after-look",
  /** Some of what a look-up has shown is written. Inside a write. */
  "in-look-up",
  "after-look-up",
  /** The backup is available, its snapshots not written. Inside a write. */
  "in-poll",
  "after-poll",
  /** The image failed: the backup is queued again, the attempt not ended. Inside a write. */
  "in-next-attempt",
  /** All images of a backup were asked for before another attempt, nothing of it written. */
  "after-key-look",
] as const;

/** The same, in the order in which a removal passes them. */
export const REMOVAL_FAULT_POINTS = [
  /** AWS has proven a removal, nothing is claimed. */
  "after-proof",
  /** Claimed for removal, its snapshots not written down. Inside a write. */
  "in-removal-claim",
  "after-removal-claim",
  /** DeregisterImage is signed, its lease and proof not yet looked at, the bytes not sent. */
  "before-deregister",
  /** AWS has deregistered, nothing of its answer written. */
  "after-deregister",
  /** The backup is deleted, its snapshots not written. Inside a write. */
  "in-removal-settle",
  "after-removal-settle",
  /** A snapshot that stayed was seen, its DeleteSnapshot not sent. */
  "before-snapshot-delete",
  /** AWS has deleted a snapshot, nothing of it written. */
  "after-snapshot-delete",
  /** Some backups of a plan are being removed, the others not yet. Inside a write. */
  "in-plan-apply",
  "after-plan-apply",
] as const;

/** While a plan is made of what instances have. */
export const PLAN_FAULT_POINTS = [
  /** Some of what was asked for is listed, with how far it came. */
  "after-plan-fill",
] as const;

export type FaultPoint = (
  | typeof FAULT_POINTS
  | typeof REMOVAL_FAULT_POINTS
  | typeof PLAN_FAULT_POINTS
)[number];

/** Whoever stands still here holds the database's write lock. */
export function isInsideWrite(point: FaultPoint): boolean {
  return point.startsWith("in-");
}
