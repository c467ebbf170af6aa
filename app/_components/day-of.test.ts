import { expect, it } from "vitest";
import { toDayOf } from "./day-of.pure";

it.each([
  ["from", "2026-03-01", "2026-03-01"],
  ["to", "2026-03-01", "2026-03-01"],
  ["from", "2026-03-01T00:00:00Z", "2026-03-01"],
  ["to", "2026-03-02T00:00:00.000Z", "2026-03-01"],
  ["to", "yesterday", ""],
  ["from", undefined, ""],
] as const)("the day that “%s” %s stands for", (which, moment, day) => {
  expect(toDayOf(which, moment)).toBe(day);
});
