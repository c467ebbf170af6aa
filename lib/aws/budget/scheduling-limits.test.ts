import { expect, test } from "vitest";
import { SCHEDULING_ACTIONS } from "../scheduling-statements.pure";
import { bucketLimitFor } from "./bucket-limits.pure";
import { SCHEDULING_LIMITS } from "./scheduling-limits.pure";

test("every action that is sent to the scheduling services has a bucket of its service", () => {
  const sent = SCHEDULING_ACTIONS.map((action) => action.split(":")[1]);
  expect(SCHEDULING_LIMITS.map(([action]) => action).toSorted()).toEqual(sent.toSorted());
});

test("half of Lambda's rate is left to others, with all of its actions at once", () => {
  expect(bucketLimitFor("CreateFunction", 50)).toEqual({ capacity: 7, refillPerSecond: 1.5 });
  // No place's job sends more than five of them within a second.
  expect(5 * bucketLimitFor("CreateFunction", 50).refillPerSecond).toBeLessThanOrEqual(15 / 2);
});

test("half of a rate without a burst never sends more in a second than AWS takes", () => {
  const RATES = { PutRule: 50, CreateScheduleGroup: 10, CreateSchedule: 250, PutMetricAlarm: 3 };
  for (const [action, rate] of Object.entries(RATES)) {
    const half = bucketLimitFor(action, 50);
    expect(half.refillPerSecond).toBe(rate / 2);
    expect(half.capacity + half.refillPerSecond).toBeLessThanOrEqual(rate);
  }
});
