import { expect, test } from "vitest";
import { planDay, type DayInput, type FollowedSchedule } from "./plan-day.pure";

const NOW = Date.parse("2026-02-01T11:40:00Z");
const HOUR = 3_600_000;
const base = { now: NOW, slotMs: HOUR / 2, slotCount: 48, windows: [] };

function followed(cron: string, more: Partial<FollowedSchedule> = {}): FollowedSchedule {
  const timing = { zone: "UTC", startWindowMs: HOUR, spreadMs: 0 };
  return { id: "sch_a", cron, ...timing, instances: 10, ...more };
}

/** `hh:mm starts/skipped` of the slots with any. */
function shape(input: Partial<DayInput>): string[] {
  return planDay({ ...base, schedules: [], ...input })
    .slots.filter(({ starts, skipped }) => starts + skipped > 0)
    .map(({ at, starts, skipped }) => {
      return `${new Date(at).toISOString().slice(11, 16)} ${starts}/${skipped}`;
    });
}

test("each due moment counts once for every instance, in the slot it lies in", () => {
  const schedules = [followed("0 2 * * *"), followed("15 2,14 * * *", { id: "b", instances: 3 })];
  expect(shape({ schedules })).toEqual(["14:00 3/0", "02:00 13/0"]);
});

test("what was due before this instant is not counted, and the day ends after 24 hours", () => {
  expect(shape({ schedules: [followed("35 11 * * *")] })).toEqual([]);
  expect(shape({ schedules: [followed("45 11 * * *")] })).toEqual(["11:30 10/0"]);
});

test("thousands of instances each five minutes are counted without being listed", () => {
  const schedules = [followed("*/5 * * * *", { instances: 5_000 })];
  const { slots } = planDay({ ...base, schedules });
  expect(slots[1]).toMatchObject({ starts: 30_000, schedules: [{ scheduleId: "sch_a" }] });
  expect(slots).toHaveLength(48);
});

test("starts that are spread are spread over the slots, none lost and none doubled", () => {
  const spread = { spreadMs: HOUR, startWindowMs: 2 * HOUR };
  expect(shape({ schedules: [followed("45 14 * * *", { ...spread, instances: 7 })] })).toEqual([
    "14:30 2/0",
    "15:00 3/0",
    "15:30 2/0",
  ]);
});

test("runs within an exclusion window are told apart, by schedule", () => {
  const window = { cron: "0 1 * * *", zone: "UTC", startsAt: null, durationMs: 3 * HOUR };
  const schedules = [followed("0 2 * * *"), followed("0 2 * * *", { id: "sch_b" })];
  const all = { ...window, name: "Night", scheduleId: null };
  expect(shape({ schedules, windows: [all] })).toEqual(["02:00 0/20"]);
  const own = { ...window, name: "Night", scheduleId: "sch_b" };
  expect(shape({ schedules, windows: [own] })).toEqual(["02:00 10/10"]);
});

test("a window that began before now is there with its own beginning", () => {
  const startsAt = NOW - HOUR;
  const once = { name: "Move", scheduleId: null, cron: null, zone: "UTC", startsAt };
  const plan = planDay({ ...base, schedules: [], windows: [{ ...once, durationMs: 2 * HOUR }] });
  expect(plan.windows).toEqual([
    { name: "Move", scheduleId: null, startsAt, endsAt: startsAt + 2 * HOUR },
  ]);
  expect(
    planDay({ ...base, schedules: [], windows: [{ ...once, durationMs: HOUR }] }).windows,
  ).toEqual([]);
});

test("a schedule that cannot be read counts for nothing and stops nobody", () => {
  expect(shape({ schedules: [followed("nonsense"), followed("0 2 * * *")] })).toEqual([
    "02:00 10/0",
  ]);
});
