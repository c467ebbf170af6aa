import { HOUR, MINUTE } from "../clock";
import { MISSING_MS } from "../backups/protocol-timing.pure";

export const EVERY_MS = 6 * HOUR;
/** After a pass that failed. */
const AGAIN_MS = HOUR;
/** A run without an end for so long was left behind, or its job was lost. */
const LOST_MS = 30 * MINUTE;

/** When a place is to be looked at, from its latest run and the end of our last absence. */
export function dueAt(
  latest: {
    startedAt: number;
    endedAt: number | null;
    error: string | null;
    counts: Record<string, number>;
  } | null,
  absenceEnd: number,
): number {
  if (latest === null || latest.startedAt < absenceEnd) return 0;
  if (latest.endedAt === null) return latest.startedAt + LOST_MS;
  if (latest.error !== null) return latest.endedAt + AGAIN_MS;
  // The second sighting of what is missing does not wait for the next round.
  const isMissing = (latest.counts["missing"] ?? 0) > 0;
  return latest.startedAt + (isMissing ? MISSING_MS + MINUTE : EVERY_MS);
}

/**
 * How many places to take up in one round of a minute: enough for all of them in an hour, so that a
 * fleet of regions is not asked at once.
 */
export function perRound(places: number): number {
  return Math.max(4, Math.ceil(places / 60));
}
