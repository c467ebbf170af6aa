import { DAY, HOUR, MINUTE, SECOND } from "../clock";

/** How long one CreateImage may take on the wire. lib/aws gives up on it after this time. */
export const REQUEST_TIMEOUT_MS = 30 * SECOND;
/** What a lease must still hold beyond the request's time-out when the bytes leave. */
export const LEASE_MARGIN_MS = 10 * SECOND;
/** From the claim until the bytes leave: no signature of a claim is younger than this. */
export const SEND_SLACK_MS = 20 * SECOND;
export const LEASE_MS = REQUEST_TIMEOUT_MS + LEASE_MARGIN_MS + SEND_SLACK_MS;

/** AWS refuses a signature of this age, so that nothing older can still take effect. */
export const SIGNATURE_LIFE_MS = 5 * MINUTE;

/** Nothing seen for so long since the last send: the same name may be sent again. */
export const RESEND_QUIET_MS = 60 * SECOND;
const RESEND_QUIET_MS_MAX = 15 * MINUTE;

/** What a look-up saw still counts for so long since it was asked for: a slow answer, and a wait. */
export const FRESH_LOOK_MS = REQUEST_TIMEOUT_MS + 10 * SECOND;
/** A look-up that lets a name be sent again is made anew when nobody has sent it by then. */
export const RESEND_BY_MS = 10 * SECOND;

/** Unconfirmed for so long since the last send: unknown to AWS. */
export const GIVE_UP_MS = 30 * MINUTE;
/** An image id that AWS returned and never showed. */
export const NEVER_APPEARED_MS = 30 * MINUTE;
/** Tags lag behind their image; one that shows none of ours for so long is not ours. */
export const UNTAGGED_MS = 10 * MINUTE;
/** Between two looks at an image of AWS's own start whose tags do not say yet whose it is. */
export const LOOKUP_UNTAGGED_MS = MINUTE;
/** Between the two sightings that make a missing image a fact. */
export const MISSING_MS = 10 * MINUTE;

/** Polled closely for so long. */
export const WATCH_MS = 72 * HOUR;

export const ATTEMPTS_MAX = 3;

const LOOKUP_PAUSES_MS = [2, 5, 10, 20, 30].map((seconds) => seconds * SECOND);
const LATE_LOOKUP_PAUSE_MS = 60 * SECOND;
const EARLY_LOOKUPS_END_MS = 10 * MINUTE;

/** Growing pauses between look-ups of an attempt nobody heard about. */
export function lookupPauseMs(options: { lookupCount: number; sinceSendMs: number }): number {
  if (options.sinceSendMs > EARLY_LOOKUPS_END_MS) return LATE_LOOKUP_PAUSE_MS;
  return LOOKUP_PAUSES_MS[options.lookupCount] ?? 30 * SECOND;
}

/** Doubles with every send, so that an AWS that always times out is not asked hundreds of times. */
export function resendQuietMs(sendCount: number): number {
  return Math.min(RESEND_QUIET_MS * 2 ** Math.max(0, sendCount - 1), RESEND_QUIET_MS_MAX);
}

/** How often pending images are looked at unless the setting says otherwise. */
export const POLL_SECONDS_DEFAULT = 15;
const FIRST_POLLS_MS = [2.5, 5, 10].map((seconds) => seconds * SECOND);

/**
 * When to ask again about a pending image. A person waits for a manual backup, so that its first
 * looks come quickly; scheduled ones meet on a grid and share their calls.
 */
export function nextPollAt(options: {
  manual: boolean;
  pendingAt: number;
  now: number;
  /** Between two looks. */
  pollMs: number;
}): number {
  const { manual, pendingAt, now, pollMs } = options;
  if (now >= pendingAt + WATCH_MS) return now + HOUR;
  const grid = Math.ceil((now + pollMs / 3) / pollMs) * pollMs;
  if (!manual) return grid;
  const early = FIRST_POLLS_MS.map((ms) => pendingAt + ms).find((at) => at > now);
  return early ?? Math.min(grid, now + pollMs);
}

/** When to look for the late success of a backup that was given up; null when no more. */
export function nextHealAt(options: { endedAt: number; now: number }): number | null {
  const sinceMs = options.now - options.endedAt;
  if (sinceMs >= WATCH_MS) return null;
  if (sinceMs < HOUR) return options.now + MINUTE;
  return options.now + (sinceMs < DAY ? 10 * MINUTE : HOUR);
}
