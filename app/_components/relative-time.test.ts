import { expect, test } from "vitest";
import { toCountdown, toDuration, toRelative } from "./relative-time.pure";

const NOW = Date.UTC(2026, 10, 21, 12);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

test.each([
  [-2 * SECOND, "now"],
  [4 * SECOND, "now"],
  [-45 * SECOND, "45 s ago"],
  [59 * SECOND, "in 59 s"],
  [-MINUTE, "1 min ago"],
  [59 * MINUTE, "in 59 min"],
  [2 * HOUR + 5 * MINUTE, "in 2 h 5 min"],
  [-9 * HOUR, "9 h ago"],
  [-30 * HOUR, "30 h ago"],
  [48 * HOUR, "in 2 d"],
  [-400 * 24 * HOUR, "400 d ago"],
])("%i ms away is “%s”", (distance, text) => {
  expect(toRelative({ at: NOW + distance, now: NOW })).toBe(text);
});

test.each([
  [0, "under 1 s"],
  [4_200, "4.2 s"],
  [42_000, "42 s"],
  [200 * SECOND, "3 min 20 s"],
  [2 * HOUR, "2 h"],
])("%i ms took “%s”", (ms, text) => {
  expect(toDuration(ms)).toBe(text);
});

test.each([
  [2 * SECOND, "now"],
  [45 * SECOND, "in 45 s"],
  [12 * MINUTE + 5 * SECOND, "in 12 min 5 s"],
  [12 * MINUTE, "in 12 min"],
  [3 * HOUR + 20 * MINUTE, "in 3 h 20 min"],
  [-5 * MINUTE, "5 min ago"],
])("a countdown of %i ms reads “%s”", (distance, text) => {
  expect(toCountdown({ at: NOW + distance, now: NOW })).toBe(text);
});
