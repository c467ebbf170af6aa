import { expect, test } from "vitest";
import { listMarks, toBand, toRunsText, toSlotText } from "./day-words.pure";

const slot = (at: string, starts = 0) => ({ at, starts, skipped: 0, schedules: [] });

test("a slot says from when to when, by the reader's clock", () => {
  const text = toSlotText(slot("2026-02-01T23:30:00Z", 38), 30, "Europe/Berlin");
  expect(text).toBe("00:30 to 01:00: 38 starts");
});

test.each([
  [{ starts: 1, skipped: 0 }, "1 start"],
  [{ starts: 2, skipped: 3 }, "2 starts, 3 skipped"],
  [{ starts: 0, skipped: 3 }, "3 skipped"],
])("%o is “%s”", (runs, text) => {
  expect(toRunsText(runs)).toBe(text);
});

test("every third hour of the reader's own day is written, half-hour zones too", () => {
  const at = Date.parse("2026-02-01T11:30:00Z");
  const slots = Array.from({ length: 8 }, (_, n) => {
    return slot(new Date(at + n * 1_800_000).toISOString());
  });
  expect(listMarks(slots, "UTC")).toEqual([
    { index: 1, text: "12:00" },
    { index: 7, text: "15:00" },
  ]);
  expect(listMarks(slots, "Asia/Kolkata")).toEqual([{ index: 2, text: "18:00" }]);
});

test("a window reaches no further than the day that is shown", () => {
  const day = { from: "2026-02-01T00:00:00Z", to: "2026-02-02T00:00:00Z" };
  const band = (startsAt: string, endsAt: string) => toBand({ startsAt, endsAt }, day);
  expect(band("2026-02-01T06:00:00Z", "2026-02-01T12:00:00Z")).toEqual({
    start: 0.25,
    width: 0.25,
  });
  expect(band("2026-01-31T06:00:00Z", "2026-02-03T12:00:00Z")).toEqual({ start: 0, width: 1 });
});
