import type { SessionKeys } from "./access";
import { SingleFlightCache } from "./single-flight-cache";

/**
 * A thousand accounts with a session for each of the five purposes, and one of the hub's that assumes it. One is about 2 kB, most of it
 * the session's token.
 */
export const SESSIONS_MAX = 6_000;

export function createSessionCache(now: () => number): SingleFlightCache<SessionKeys> {
  return new SingleFlightCache<SessionKeys>({ now, sizeMax: SESSIONS_MAX });
}
