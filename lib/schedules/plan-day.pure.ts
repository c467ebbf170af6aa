import { listExclusionSpans, type ExclusionSpan } from "./exclusion-spans.pure";
import type { ExclusionWindow } from "./exclusion.pure";
import { dueBetween } from "./next-runs.pure";
import { usedSpreadMs } from "./spread.pure";

/** A schedule with how many instances follow it. */
export interface FollowedSchedule {
  readonly id: string;
  readonly cron: string;
  readonly zone: string;
  readonly startWindowMs: number;
  readonly spreadMs: number;
  readonly instances: number;
}

export interface SlotRuns {
  scheduleId: string;
  starts: number;
  skipped: number;
}

export interface DaySlot {
  at: number;
  starts: number;
  skipped: number;
  /** Those with most runs first. */
  schedules: SlotRuns[];
}

export interface DayPlan {
  slots: DaySlot[];
  windows: ExclusionSpan[];
}

export interface DayInput {
  /** Runs are counted after this instant; the first slot is the one that it lies in. */
  now: number;
  slotMs: number;
  slotCount: number;
  schedules: readonly FollowedSchedule[];
  windows: readonly ExclusionWindow[];
}

/**
 * What starts when, from the schedules alone: runs of thousands of instances each five minutes are a
 * million, and are counted, not listed. Starts that are spread are taken as spread evenly.
 */
export function planDay(input: DayInput): DayPlan {
  const { now, slotMs, slotCount } = input;
  const from = Math.floor(now / slotMs) * slotMs;
  const to = from + slotCount * slotMs;
  const windows = listExclusionSpans({ windows: input.windows, from: now, to });
  const counts = Array.from({ length: slotCount }, () => new Map<string, SlotRuns>());
  const runsAt = (at: number, scheduleId: string): SlotRuns | undefined => {
    const slot = counts[Math.floor((at - from) / slotMs)];
    if (slot === undefined) return undefined;
    const runs = slot.get(scheduleId) ?? { scheduleId, starts: 0, skipped: 0 };
    slot.set(scheduleId, runs);
    return runs;
  };
  const limit = Math.ceil((to - now) / SMALLEST_INTERVAL_MS) + 1;
  for (const schedule of input.schedules) {
    const own = windows.filter(({ scheduleId }) => (scheduleId ?? schedule.id) === schedule.id);
    const spreadMs = usedSpreadMs({ ...schedule, windowMs: schedule.startWindowMs });
    for (const dueAt of momentsOf(schedule, { from: now, to: to - 1, limit })) {
      const isSkipped = own.some(({ startsAt, endsAt }) => startsAt <= dueAt && dueAt < endsAt);
      if (isSkipped) {
        const runs = runsAt(dueAt, schedule.id);
        if (runs) runs.skipped += schedule.instances;
        continue;
      }
      for (const { at, count } of spreadOver({ dueAt, spreadMs, slotMs }, schedule.instances)) {
        const runs = runsAt(at, schedule.id);
        if (runs) runs.starts += count;
      }
    }
  }
  const slots = counts.map((bySchedule, index) => toSlot(from + index * slotMs, bySchedule));
  return { slots, windows };
}

const SMALLEST_INTERVAL_MS = 5 * 60_000;

function momentsOf(
  { cron, zone }: FollowedSchedule,
  range: { from: number; to: number; limit: number },
): number[] {
  try {
    return dueBetween({ schedule: { cron, zone }, ...range });
  } catch (error) {
    // One that cannot be read makes nothing due; an alert tells of it.
    if (error instanceof RangeError) return [];
    throw error;
  }
}

/** So many starts, evenly over the spread, by slot. */
function spreadOver(
  { dueAt, spreadMs, slotMs }: { dueAt: number; spreadMs: number; slotMs: number },
  instances: number,
): Array<{ at: number; count: number }> {
  if (spreadMs <= 0) return [{ at: dueAt, count: instances }];
  const parts: Array<{ at: number; count: number }> = [];
  let counted = 0;
  for (let at = dueAt; at < dueAt + spreadMs;) {
    const next = Math.min(dueAt + spreadMs, (Math.floor(at / slotMs) + 1) * slotMs);
    const until = Math.round((instances * (next - dueAt)) / spreadMs);
    if (until > counted) parts.push({ at, count: until - counted });
    counted = until;
    at = next;
  }
  return parts;
}

function toSlot(at: number, bySchedule: ReadonlyMap<string, SlotRuns>): DaySlot {
  const schedules = [...bySchedule.values()].toSorted(
    (a, b) => b.starts + b.skipped - a.starts - a.skipped,
  );
  const sum = (key: "starts" | "skipped") =>
    schedules.reduce((total, runs) => total + runs[key], 0);
  return { at, starts: sum("starts"), skipped: sum("skipped"), schedules };
}
