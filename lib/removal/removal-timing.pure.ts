import { HOUR, MINUTE, SECOND } from "../clock";
import {
  LEASE_MARGIN_MS,
  REQUEST_TIMEOUT_MS,
  SIGNATURE_LIFE_MS,
} from "../backups/protocol-timing.pure";

/** What AWS said of a victim and its survivors holds for so long, counted from the question. */
export const PROOF_LIFE_MS = 60 * SECOND;
/** A removal is sent by no older word on what refers to its image. */
export const EVIDENCE_LIFE_MS = 15 * MINUTE;
/** AWS's clock and ours may differ by so much; beyond it no age can be trusted. */
export const CLOCK_SKEW_MS_MAX = 5 * MINUTE;

/** Whether a look for references still counts; one of a clock that was ahead does not. */
export function isYoungLook(look: { lookedAt: number | null; now: number; lifeMs: number }) {
  if (look.lookedAt === null) return false;
  const ageMs = look.now - look.lookedAt;
  return ageMs <= look.lifeMs && ageMs >= -CLOCK_SKEW_MS_MAX;
}

/** Until when a send under a lease may still take effect: nothing is signed in a lease's last part. */
export function lastEffectAt(leaseExpiresAt: number): number {
  return leaseExpiresAt - REQUEST_TIMEOUT_MS - LEASE_MARGIN_MS + SIGNATURE_LIFE_MS;
}

/** After an answer that never came: soon, so that a person who waits sees it end. */
export const UNHEARD_PAUSE_MS = 5 * SECOND;
/** AWS has no time, no token or no date for us. */
export const LATER_PAUSE_MS = 15 * SECOND;
/** Nothing is removed while the clocks disagree; looked at again after so long. */
export const CLOCK_PAUSE_MS = MINUTE;
export const REFUSED_PAUSE_MS = 5 * MINUTE;

const CHASE_PAUSES_MS = [15 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR];
const CHASE_PAUSE_MS_MAX = 24 * HOUR;

/** Growing pauses between attempts to be rid of a snapshot that stayed. */
export function chasePauseMs(chaseCount: number): number {
  return CHASE_PAUSES_MS[chaseCount] ?? CHASE_PAUSE_MS_MAX;
}
