import { describe, expect, it } from "vitest";
import { groupOf } from "./timeline-marks.pure";
import { timelineScale } from "./timeline-scale.pure";

const DAY = 24 * 3_600_000;
const NOW = Date.UTC(2026, 10, 26);

describe("the scale of a time line", () => {
  it("keeps the order of instants, with now between past and future", () => {
    const { toX } = timelineScale({ now: NOW, from: NOW - 900 * DAY, to: NOW + 4_000 * DAY });
    const days = [-900, -400, -30, -7, -1, 0, 1, 7, 30, 400, 4_000];
    const xs = days.map((day) => toX(NOW + day * DAY));
    expect(xs).toEqual(xs.toSorted((a, b) => a - b));
    expect(xs[0]).toBeCloseTo(2.5);
    expect(xs.at(-1)).toBeCloseTo(97.5);
  });

  it("puts what lies beyond an edge on the edge", () => {
    const { toX } = timelineScale({ now: NOW, from: NOW, to: NOW });
    expect(toX(NOW - 9_999 * DAY)).toBe(2.5);
    expect(toX(Infinity)).toBe(97.5);
  });

  it("has room for every label, whatever is shown", () => {
    for (const past of [0, 3, 40, 700, 9_000]) {
      for (const future of [0, 5, 90, 4_000]) {
        const { ticks } = timelineScale({
          now: NOW,
          from: NOW - past * DAY,
          to: NOW + future * DAY,
        });
        expect(ticks.map(({ label }) => label)).toContain("now");
        expect(smallestGap(ticks)).toBeGreaterThanOrEqual(5.5);
        expect(smallestGap(ticks.filter(({ minor }) => !minor))).toBeGreaterThanOrEqual(12);
      }
    }
  });
});

function smallestGap(ticks: ReadonlyArray<{ x: number }>): number {
  const gaps = ticks.slice(1).map(({ x }, index) => x - (ticks[index]?.x ?? 0));
  return Math.min(...gaps);
}

describe("a mark", () => {
  it.each([
    [["daily", "monthly", "floor"], "monthly"],
    [["age", "hold"], "person"],
    [["floor"], "floor"],
    [["frozen"], "other"],
  ])("kept by %s is drawn as %s", (rules, group) => {
    expect(groupOf({ stays: true, rules })).toBe(group);
  });

  it("that no rule keeps is drawn as one that goes", () => {
    expect(groupOf({ stays: false, rules: ["age"] })).toBe("goes");
  });
});
