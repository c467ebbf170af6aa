import type { ExclusionWindow } from "./exclusion.pure";
import { dueBetween } from "./next-runs.pure";

export interface ExclusionSpan {
  readonly name: string;
  /** Null holds for every schedule. */
  readonly scheduleId: string | null;
  readonly startsAt: number;
  /** Exclusive. */
  readonly endsAt: number;
}

/** As often as the smallest interval allows within a day and a half. */
const SPANS_MAX = 500;

/** Every time that the windows cover between two instants, at least in part, earliest first. */
export function listExclusionSpans(input: {
  windows: readonly ExclusionWindow[];
  from: number;
  to: number;
}): ExclusionSpan[] {
  return input.windows
    .flatMap((window) =>
      startsOf(window, input).map((startsAt) => ({
        name: window.name,
        scheduleId: window.scheduleId,
        startsAt,
        endsAt: startsAt + window.durationMs,
      })),
    )
    .toSorted((a, b) => a.startsAt - b.startsAt || (a.name < b.name ? -1 : 1));
}

/** The beginnings whose span reaches into the time asked for. */
function startsOf(
  { cron, zone, startsAt, durationMs }: ExclusionWindow,
  { from, to }: { from: number; to: number },
): number[] {
  if (cron === null) {
    return startsAt !== null && startsAt < to && startsAt + durationMs > from ? [startsAt] : [];
  }
  try {
    const schedule = { cron, zone };
    return dueBetween({ schedule, from: from - durationMs, to: to - 1, limit: SPANS_MAX });
  } catch (error) {
    // A text that cannot be read excludes nothing.
    if (error instanceof RangeError) return [];
    throw error;
  }
}
