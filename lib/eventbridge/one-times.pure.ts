import { DAY_MS, MINUTE_MS } from "../schedules/civil-day.pure";
import { findMatchingDay } from "../schedules/cron-days.pure";
import { dueBetween } from "../schedules/next-runs.pure";
import { parseCron } from "../schedules/parse-cron.pure";
import { segmentAt } from "../schedules/zone-offsets.pure";
import type { ZoneSegment } from "../schedules/zone-offsets.pure";
import type { OneTime } from "./conversion";

/**
 * The moments after `from`, up to and including `to`, that the schedule has and AWS's recurring
 * expressions leave out, oldest first. AWS fires once where the clock shows a time twice, the first
 * time, and not at all where the clock jumps over it; it never fires when the schedule does not.
 * Throws RangeError for a cron that cannot be read.
 */
export function listOneTimes(input: {
  cron: string;
  zone: string;
  /** Epoch ms, as `to`. */
  from: number;
  to: number;
}): OneTime[] {
  const found: OneTime[] = [];
  for (let atMs = input.from + 1; atMs <= input.to;) {
    const segment = segmentAt({ zone: input.zone, atMs });
    found.push(...gapOf({ ...input, segment }), ...overlapOf({ ...input, segment }));
    atMs = segment.endMs;
  }
  return found;
}

interface Around {
  cron: string;
  zone: string;
  from: number;
  to: number;
  segment: ZoneSegment;
}

/** The first instant after a jump of the clock, where it makes up for a time that was skipped. */
function gapOf({ cron, zone, from, to, segment }: Around): OneTime[] {
  const { startMs, offsetMs } = segment;
  const skipped = segment.reachedLocalMs < startMs + offsetMs;
  if (!skipped || startMs <= from || startMs > to) return [];
  if (isOnClock({ cron, localMs: startMs + offsetMs })) return [];
  return due({ cron, zone, from: startMs - 1, to: startMs }).map((at) => toOneTime(at, "gap"));
}

/** While the clock shows what it has shown before. */
function overlapOf({ cron, zone, from, to, segment }: Around): OneTime[] {
  const endMs = Math.min(segment.reachedLocalMs - segment.offsetMs, segment.endMs);
  const span = { from: Math.max(from, segment.startMs - 1), to: Math.min(to, endMs - 1) };
  if (span.from >= span.to) return [];
  return due({ cron, zone, ...span }).map((at) => toOneTime(at, "overlap"));
}

function due({ cron, zone, from, to }: Omit<Around, "segment">): number[] {
  return dueBetween({ schedule: { cron, zone }, from, to, limit: Infinity });
}

/** Whether AWS fires at a wall-clock reading, given as if UTC. */
function isOnClock({ cron, localMs }: { cron: string; localMs: number }): boolean {
  const parsed = parseCron(cron);
  if (!parsed.ok) throw new RangeError(parsed.problem.message);
  const dayNumber = Math.floor(localMs / DAY_MS);
  const minute = (localMs - dayNumber * DAY_MS) / MINUTE_MS;
  return (
    parsed.value.minutes.includes(minute % 60) &&
    parsed.value.hours.includes(Math.floor(minute / 60)) &&
    findMatchingDay({ cron: parsed.value, dayNumber }) === dayNumber
  );
}

function toOneTime(at: number, why: OneTime["why"]): OneTime {
  return { at, expression: `at(${new Date(at).toISOString().slice(0, 19)})`, why };
}
