import { SECOND } from "../clock";
import { ATTEMPTS_MAX, SIGNATURE_LIFE_MS } from "./protocol-timing.pure";

const PAUSE_MS = 10 * SECOND;

export interface EndedAttempt {
  reboot: boolean;
  startWindowEndsAt: number;
  attemptNumber: number;
  /** The latest instant its last request can have been signed. */
  lastSentAt: number | null;
  unconfirmedAt: number | null;
  now: number;
}

/**
 * When another attempt may follow one that ended for good without an image, or null: at most three,
 * none after a reboot, none after the start window.
 */
export function decideNextAttempt(ended: EndedAttempt): { notBeforeAt: number } | null {
  if (ended.reboot || ended.attemptNumber >= ATTEMPTS_MAX) return null;
  const pausedUntil = ended.now + PAUSE_MS;
  const deadAt = ended.unconfirmedAt === null ? 0 : (ended.lastSentAt ?? 0) + SIGNATURE_LIFE_MS;
  const notBeforeAt = Math.max(pausedUntil, deadAt);
  return notBeforeAt < ended.startWindowEndsAt ? { notBeforeAt } : null;
}
