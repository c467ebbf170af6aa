import { describe, expect, it } from "vitest";
import { expectedIntervalMs, startWindowMs } from "./expected-interval.pure";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe("the expected interval is the smallest distance between two runs", () => {
  it.each([
    ["*/5 * * * *", 5 * MINUTE],
    ["0,50 * * * *", 10 * MINUTE],
    ["15 * * * *", HOUR],
    ["0 */5 * * *", 4 * HOUR],
    ["0 2,20 * * *", 6 * HOUR],
    ["0 2 * * *", DAY],
    ["0 2 * * 1,3", 2 * DAY],
    ["0 2 * * 0", 7 * DAY],
    ["0 2 1 * *", 28 * DAY],
    ["0 2 31 * *", 31 * DAY],
    ["0 2 L,1 * *", DAY],
    ["0 2 1 1 *", 365 * DAY],
    ["0 2 29 2 *", 1_461 * DAY],
    ["0 2 1 3 */7", 261 * 7 * DAY],
  ])("%s", (cron, intervalMs) => {
    expect(expectedIntervalMs({ cron })).toBe(intervalMs);
  });
});

describe("the start window", () => {
  it.each([
    ["*/5 * * * *", 5 * MINUTE],
    ["0 */2 * * *", 2 * HOUR],
    ["0 */4 * * *", 4 * HOUR],
    ["0 2 * * *", 4 * HOUR],
    ["0 2 29 2 *", 4 * HOUR],
  ])("of %s is the interval, four hours at most", (cron, windowMs) => {
    expect(startWindowMs({ cron })).toBe(windowMs);
  });
});
