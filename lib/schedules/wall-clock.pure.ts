import { DAY_MS } from "./civil-day.pure";
import { segmentAt } from "./zone-offsets.pure";

/**
 * The instant at which a zone's clock shows this reading, given as if it were UTC. Where the clock
 * shows it twice the first time, where it jumps over it the first instant after.
 */
export function fromWallClock({ localMs, zone }: { localMs: number; zone: string }): number {
  // No zone is a day from UTC: its clock cannot have shown this reading before.
  for (let atMs = localMs - DAY_MS; ;) {
    const segment = segmentAt({ zone, atMs });
    const candidate = Math.max(localMs - segment.offsetMs, segment.startMs);
    if (candidate < segment.endMs) return candidate;
    atMs = segment.endMs;
  }
}
