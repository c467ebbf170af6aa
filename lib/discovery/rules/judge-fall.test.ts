import { describe, expect, it } from "vitest";
import { judgeFall } from "./judge-fall.pure";

const all = { isReachable: () => true };
const look = (matches: Record<string, number>, whole: readonly string[]) => ({
  matches: new Map(Object.entries(matches)),
  whole: new Set(whole),
  ...all,
});

describe("judgeFall", () => {
  it.each([
    [10, 9, null],
    [10, 8, 10],
    [5, 4, 5],
    [9, 8, null],
    [1, 0, 1],
    [0, 0, null],
    [3, 30, null],
  ])("from %i to %i is told of as %s", (before, after, fellFrom) => {
    const rule = { counts: { "a/x": before }, fellFrom: null };
    const judged = judgeFall(rule, look({ "a/x": after }, ["a/x"]));
    expect(judged).toMatchObject({ matchCount: after, fellFrom });
  });

  it("keeps the count of a place that was not read whole", () => {
    const rule = { counts: { "a/x": 8, "a/y": 2 }, fellFrom: null };
    const judged = judgeFall(rule, look({ "a/y": 2 }, ["a/y"]));
    expect(judged).toEqual({ counts: { "a/x": 8, "a/y": 2 }, matchCount: 10, fellFrom: null });
  });

  it("measures against what matched before the fall until that is back", () => {
    const fallen = { counts: { "a/x": 5 }, fellFrom: 10 };
    expect(judgeFall(fallen, look({ "a/x": 6 }, ["a/x"])).fellFrom).toBe(10);
    expect(judgeFall(fallen, look({ "a/x": 9 }, ["a/x"])).fellFrom).toBeNull();
  });

  it("counts an account that nothing reaches any more neither before nor after", () => {
    const rule = { counts: { "a/x": 8, "b/x": 4 }, fellFrom: null };
    const judged = judgeFall(rule, {
      ...look({ "b/x": 4 }, ["b/x"]),
      isReachable: (place) => place.startsWith("b/"),
    });
    expect(judged).toEqual({ counts: { "b/x": 4 }, matchCount: 4, fellFrom: null });
  });
});
