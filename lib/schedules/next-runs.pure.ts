import { DAY_MS, MINUTE_MS, MINUTES_PER_DAY } from "./civil-day.pure";
import { findMatchingDay } from "./cron-days.pure";
import { parseCron } from "./parse-cron.pure";
import type { Cron } from "./parse-cron.pure";
import type { Schedule } from "./schedule-spec.pure";
import { timesOfDay } from "./times-of-day.pure";
import { segmentAt } from "./zone-offsets.pure";
import type { ZoneSegment } from "./zone-offsets.pure";

/**
 * The first due moment after the instant, which itself is excluded. When the clocks change:
 * - hour `*`: each real minute that matches; a skipped hour adds nothing, a repeated one runs twice.
 * - hour with a step: both passes of a repeated hour; a skipped time runs at the first instant after.
 * - fixed hours: the first pass only; a skipped time runs at the first instant after.
 */
export function nextDue({ schedule, after }: { schedule: Schedule; after: number }): number {
  const cron = knownCron(schedule.cron);
  const fromMs = Math.floor(after) + 1;
  let match: LocalMatch | null = null;
  for (let atMs = fromMs; ;) {
    const segment = segmentAt({ zone: schedule.zone, atMs });
    if (atMs === segment.startMs && makesUpAtStart({ cron, segment })) return atMs;
    const localMs = firstOwnLocal({ cron, segment, atMs });
    if (match === null || localMs < match.searchedFromMs || localMs > match.localMs) {
      match = { searchedFromMs: localMs, localMs: nextLocal({ cron, fromLocalMs: localMs }) };
    }
    const dueMs = match.localMs - segment.offsetMs;
    if (dueMs < segment.endMs) return dueMs;
    atMs = segment.endMs;
  }
}

/** The due moments after `from`, up to and including `to`, oldest first, `limit` at most. */
export function dueBetween(input: {
  schedule: Schedule;
  from: number;
  to: number;
  limit: number;
}): number[] {
  const moments: number[] = [];
  let after = input.from;
  while (moments.length < input.limit) {
    after = nextDue({ schedule: input.schedule, after });
    if (after > input.to) break;
    moments.push(after);
  }
  return moments;
}

export function nextRuns(input: { schedule: Schedule; after: number; count: number }): number[] {
  return dueBetween({
    schedule: input.schedule,
    from: input.after,
    to: Infinity,
    limit: input.count,
  });
}

/** The wall time found, and from where it was looked for: it stays the answer in between. */
interface LocalMatch {
  readonly searchedFromMs: number;
  readonly localMs: number;
}

// The clock jumped over a matching time, and this instant is the first after the gap.
function makesUpAtStart({ cron, segment }: { cron: Cron; segment: ZoneSegment }): boolean {
  const firstLocalMs = segment.startMs + segment.offsetMs;
  if (cron.hourRule === "every" || segment.reachedLocalMs >= firstLocalMs) return false;
  return nextLocal({ cron, fromLocalMs: segment.reachedLocalMs }) < firstLocalMs;
}

// Fixed hours pass over what the wall clock has shown before.
function firstOwnLocal(input: { cron: Cron; segment: ZoneSegment; atMs: number }): number {
  const localMs = input.atMs + input.segment.offsetMs;
  return input.cron.hourRule === "fixed"
    ? Math.max(localMs, input.segment.reachedLocalMs)
    : localMs;
}

/** The first matching wall-clock minute at or after a wall-clock time, both as if UTC. */
function nextLocal({ cron, fromLocalMs }: { cron: Cron; fromLocalMs: number }): number {
  const times = timesOfDay(cron);
  const fromMinute = Math.ceil(fromLocalMs / MINUTE_MS);
  const today = Math.floor(fromMinute / MINUTES_PER_DAY);
  const day = requireDay({ cron, dayNumber: today });
  if (day === today) {
    const minuteOfDay = fromMinute - today * MINUTES_PER_DAY;
    const time = times.find((candidate) => candidate >= minuteOfDay);
    if (time !== undefined) return today * DAY_MS + time * MINUTE_MS;
  }
  const nextDay = day === today ? requireDay({ cron, dayNumber: today + 1 }) : day;
  return nextDay * DAY_MS + (times[0] ?? 0) * MINUTE_MS;
}

function requireDay(input: { cron: Cron; dayNumber: number }): number {
  const day = findMatchingDay(input);
  if (day === null) throw new RangeError(`The schedule ${input.cron.text} never runs`);
  return day;
}

function knownCron(text: string): Cron {
  const known = cronByText.get(text);
  if (known !== undefined) return known;
  const cron = parseCron(text);
  if (!cron.ok) throw new RangeError(`A stored schedule is unreadable: ${cron.problem.message}`);
  if (cronByText.size >= CACHED_TEXTS_MAX) cronByText.clear();
  cronByText.set(text, cron.value);
  return cron.value;
}

const cronByText = new Map<string, Cron>();
const CACHED_TEXTS_MAX = 10_000;
