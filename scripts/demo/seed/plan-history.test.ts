import { expect, test } from "vitest";
import { DAY, HOUR } from "#lib/clock";
import { planHistory } from "./plan-history";

const NOW = Date.parse("2026-03-31T12:00:00Z");
const dueMoments = Array.from({ length: 30 }, (_, day) => NOW - (30 - day) * DAY - 10 * HOUR);

function plan(refusedLast = 0) {
  const instanceId = "i-0123456789abcdef0";
  return planHistory({ instanceId, dueMoments, volumeGiB: 100, refusedLast, now: NOW });
}

test("has one outcome for each due moment, the same each time", () => {
  expect(plan().map(({ dueAt }) => dueAt)).toEqual(dueMoments);
  expect(plan()).toEqual(plan());
});

test("is mostly good, with the day on which the machine was off missed", () => {
  const outcomes = plan().map(({ outcome }) => outcome);
  expect(outcomes.filter((outcome) => outcome === "available").length).toBeGreaterThan(25);
  expect(outcomes.filter((outcome) => outcome === "missed")).toHaveLength(1);
});

test("ends with as many refusals as were asked for", () => {
  expect(
    plan(3)
      .slice(-3)
      .map(({ outcome }) => outcome),
  ).toEqual(["failed", "failed", "failed"]);
});
