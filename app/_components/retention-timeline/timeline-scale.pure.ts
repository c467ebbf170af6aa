const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface TimelineTick {
  /** Per cent of the width. */
  x: number;
  label: string;
  /** There is room for it on a wide screen alone. */
  minor: boolean;
}

export interface TimelineScale {
  /** Per cent of the width; what lies beyond an edge stands on it. */
  toX: (at: number) => number;
  ticks: readonly TimelineTick[];
}

/** Nearer to now, time takes more room: the tiers of a policy come out evenly spaced. */
const UNIT_MS = 6 * HOUR_MS;
const EDGE = 2.5;
/** Room for “+3 mo” on a telephone. */
const TICK_GAP_MIN = 12;
const MINOR_GAP_MIN = 5.5;

const STEPS = [
  [DAY_MS, "1 d"],
  [7 * DAY_MS, "1 w"],
  [30 * DAY_MS, "1 mo"],
  [91 * DAY_MS, "3 mo"],
  [365 * DAY_MS, "1 y"],
  [3 * 365 * DAY_MS, "3 y"],
  [10 * 365 * DAY_MS, "10 y"],
] as const;

/** From the past over now to the future; at least a day each way. */
export function timelineScale(of: { now: number; from: number; to: number }): TimelineScale {
  const { now } = of;
  const low = stretch(Math.min(of.from - now, -DAY_MS));
  const high = stretch(Math.max(of.to - now, DAY_MS));
  const place = (offset: number) =>
    EDGE + ((stretch(offset) - low) / (high - low)) * (100 - 2 * EDGE);
  const toX = (at: number) => Math.min(100 - EDGE, Math.max(EDGE, place(at - now)));
  return { toX, ticks: ticksOf(place) };
}

/** Even near 0, by its logarithm farther away. */
function stretch(offset: number): number {
  return Math.sign(offset) * Math.log1p(Math.abs(offset) / UNIT_MS);
}

function ticksOf(place: (offset: number) => number): TimelineTick[] {
  const ticks: TimelineTick[] = [{ x: place(0), label: "now", minor: false }];
  const wanted = [-1, 1].flatMap((side) =>
    STEPS.map(([offset, label]) => ({
      x: place(side * offset),
      label: side < 0 ? `−${label}` : `+${label}`,
    })),
  );
  const inside = wanted.filter(({ x }) => x > EDGE - 0.01 && x < 100 - EDGE + 0.01);
  for (const [gapMin, minor] of [
    [TICK_GAP_MIN, false],
    [MINOR_GAP_MIN, true],
  ] as const) {
    for (const { x, label } of inside) {
      if (ticks.every((tick) => Math.abs(tick.x - x) >= gapMin)) ticks.push({ x, label, minor });
    }
  }
  return ticks.toSorted((a, b) => a.x - b.x);
}
