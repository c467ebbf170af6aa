import { expect, test } from "vitest";
import { listDays, toCodes } from "./day-codes.pure";

test("days are counted in UTC, today last, over the turn of a month", () => {
  expect(listDays({ now: Date.UTC(2026, 2, 2, 23), count: 3 })).toEqual([
    "2026-02-28",
    "2026-03-01",
    "2026-03-02",
  ]);
});

test("each day has its letter, in order, and one without any has none", () => {
  const days = ["2026-02-01", "2026-02-02", "2026-02-03"];
  expect(toCodes(["2026-02-03x", "2026-02-01o"], days)).toBe("o-x");
  expect(toCodes([], days)).toBe("---");
});
