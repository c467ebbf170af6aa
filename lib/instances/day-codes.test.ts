import { expect, test } from "vitest";
import { listDays, toCodes } from "./day-codes.pure";

test("days are counted in UTC, today last, over the turn of a month", () => {
  expect(listDays({ now: Date.UTC(2026, 2, 2, 23), count: 3 })).toEqual([
    "2026-02-28",
    "2026-03-01",
    "2026-03-02",
  ]);
});

test("a day shows its worst and its best at once", () => {
  const days = listDays({ now: Date.UTC(2026, 10, 21, 0, 30), count: 5 });
  const none = { available: 0, failed: 0, missed: 0, skipped: 0 };
  const rows = [
    { ...none, day: "2026-11-17", available: 2 },
    { ...none, day: "2026-11-18", available: 1, missed: 1 },
    { ...none, day: "2026-11-19", failed: 1 },
    { ...none, day: "2026-11-20", skipped: 1 },
  ];
  expect(toCodes(rows, days)).toBe("omxs-");
});
