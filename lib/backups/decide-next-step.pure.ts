import type { AttemptStatus, BackupStatus } from "../db/schema/constants";
import { FRESH_LOOK_MS, SIGNATURE_LIFE_MS, resendQuietMs } from "./protocol-timing.pure";

export interface BackupFacts {
  status: BackupStatus;
  reboot: boolean;
  startWindowEndsAt: number;
  notBeforeAt: number | null;
  leaseToken: string | null;
  leaseExpiresAt: number | null;
  attemptNumber: number;
}

export interface AttemptFacts {
  status: AttemptStatus;
  sendCount: number;
  lastSentAt: number | null;
  lookedUpAt: number | null;
  lookupCount: number;
  untaggedSinceAt: number | null;
  unconfirmedAt: number | null;
  imageId: string | null;
}

export interface RunFacts {
  backup: BackupFacts;
  /** Of the backup's current number; null before the first claim. */
  attempt: AttemptFacts | null;
  /** The attempt before it. */
  previous: Pick<AttemptFacts, "lastSentAt" | "unconfirmedAt"> | null;
  now: number;
}

export type Step =
  /** Nothing for a worker to do: ended, polled, or never there. */
  | { type: "done" }
  | { type: "wait"; untilAt: number }
  | { type: "miss" }
  /** The lease ran out on whoever held it: what was sent is unconfirmed. */
  | { type: "take_over" }
  /** Before another attempt: does AWS hold any image of this backup? */
  | { type: "look_up_key" }
  /** What became of the last send? */
  | { type: "look_up_name" }
  /** Claim and send; `again` sends the name of an unconfirmed attempt once more. */
  | { type: "send"; again: boolean };

/** The next step of one backup, from what the database says alone. Any step may run twice. */
export function decideNextStep(facts: RunFacts): Step {
  switch (facts.backup.status) {
    case "queued":
      return decideQueued(facts);
    case "creating":
      return decideCreating(facts);
    default:
      return { type: "done" };
  }
}

function decideQueued({ backup, attempt, previous, now }: RunFacts): Step {
  if (now >= backup.startWindowEndsAt) return { type: "miss" };
  if (backup.notBeforeAt !== null && backup.notBeforeAt > now) {
    return { type: "wait", untilAt: Math.min(backup.notBeforeAt, backup.startWindowEndsAt) };
  }
  if (backup.attemptNumber === 1) return { type: "send", again: false };
  const deadAt = previousDeadAt(previous);
  if (deadAt > now) return { type: "wait", untilAt: Math.min(deadAt, backup.startWindowEndsAt) };
  return isFresh(attempt, now) ? { type: "send", again: false } : { type: "look_up_key" };
}

/** From when on no send of the attempt before can still take effect. */
function previousDeadAt(previous: RunFacts["previous"]): number {
  if (!previous || previous.unconfirmedAt === null || previous.lastSentAt === null) return 0;
  return previous.lastSentAt + SIGNATURE_LIFE_MS;
}

function decideCreating({ backup, attempt, now }: RunFacts): Step {
  if (backup.leaseToken !== null) {
    const expiresAt = backup.leaseExpiresAt ?? 0;
    return expiresAt > now ? { type: "wait", untilAt: expiresAt } : { type: "take_over" };
  }
  if (attempt && isFresh(attempt, now) && now < backup.startWindowEndsAt) {
    // The look itself must lie after the quiet time, not only this moment.
    const quiet = mayResend({ backup, attempt, at: attempt.lookedUpAt ?? 0 });
    if (quiet) return { type: "send", again: true };
  }
  if (backup.notBeforeAt !== null && backup.notBeforeAt > now) {
    return { type: "wait", untilAt: backup.notBeforeAt };
  }
  return { type: "look_up_name" };
}

/** Looked up a moment ago: what was seen then still counts. Of a clock that was ahead, nothing does. */
function isFresh(attempt: Pick<AttemptFacts, "lookedUpAt"> | null, now: number): boolean {
  const lookedUpAt = attempt?.lookedUpAt ?? null;
  return lookedUpAt !== null && Math.abs(now - lookedUpAt) <= FRESH_LOOK_MS;
}

/** Whether a look at `at` that sees nothing lets the same name be sent again. */
export function mayResend(options: {
  backup: Pick<BackupFacts, "reboot" | "startWindowEndsAt">;
  attempt: AttemptFacts;
  at: number;
}): boolean {
  const { backup, attempt, at } = options;
  if (backup.reboot || at >= backup.startWindowEndsAt) return false;
  return wasNeverSeen(attempt) && attempt.status === "unconfirmed" && at >= resendAt(attempt);
}

/** The earliest instant of the look that may be followed by another send. */
export function resendAt(attempt: Pick<AttemptFacts, "lastSentAt" | "sendCount">): number {
  return (attempt.lastSentAt ?? 0) + resendQuietMs(attempt.sendCount);
}

/** Neither AWS nor a look-up named an image with this name. */
function wasNeverSeen(attempt: AttemptFacts): boolean {
  return attempt.imageId === null && attempt.untaggedSinceAt === null;
}
