import { MINUTE, type EpochMs } from "../clock";
import type { SessionRow } from "./sessions.repo";

/** How far ahead of ours the clock of another process may be. */
const AHEAD_MS = 1 * MINUTE;

/**
 * A session's times where the clock went back since they were written: none of them may make it last
 * longer. How old a session from the future is cannot be known: null, it is over. One that was seen in
 * the future has idled since it began, and a proof in the future is none.
 */
export function believedTimes(session: SessionRow, now: EpochMs): SessionRow | null {
  const isAhead = (at: EpochMs) => at - now > AHEAD_MS;
  const { createdAt, lastSeenAt, provenAt } = session;
  if (isAhead(createdAt)) return null;
  return {
    ...session,
    lastSeenAt: isAhead(lastSeenAt) ? createdAt : lastSeenAt,
    provenAt: isAhead(provenAt) ? 0 : provenAt,
  };
}
