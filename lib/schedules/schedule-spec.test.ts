import { describe, expect, it } from "vitest";
import { parseSchedule } from "./schedule-spec.pure";
import type { ScheduleSpec } from "./schedule-spec.pure";

const ZONE = "Europe/Berlin";

describe("a schedule that is understood is stored in one canonical form", () => {
  const accepted: [ScheduleSpec, string][] = [
    ["hourly", "0 * * * *"],
    ["daily", "0 2 * * *"],
    [" Weekly ", "0 2 * * 0"],
    ["MONTHLY", "0 2 1 * *"],
    [{ kind: "hourly", minute: 15 }, "15 * * * *"],
    [{ kind: "everyNHours", hours: 6, minute: 15 }, "15 */6 * * *"],
    [{ kind: "everyNHours", hours: 1, minute: 15 }, "15 * * * *"],
    [{ kind: "daily", hour: 23, minute: 59 }, "59 23 * * *"],
    [{ kind: "weekly", days: [5, 1, 1], hour: 2, minute: 0 }, "0 2 * * 1,5"],
    [{ kind: "weekly", days: [0, 1, 2, 3, 4, 5, 6], hour: 2, minute: 0 }, "0 2 * * 0-6"],
    [{ kind: "monthly", day: 31, hour: 2, minute: 0 }, "0 2 31 * *"],
    [{ kind: "monthly", day: "last", hour: 2, minute: 0 }, "0 2 L * *"],
    ["  05\t02 * *  *\n", "5 2 * * *"],
    ["0 2 * * 7", "0 2 * * 0"],
    ["0 2 * * sun", "0 2 * * 0"],
    ["0 2 * * MON-FRI", "0 2 * * 1-5"],
    ["0 2 * * SAT-SUN", "0 2 * * 0,6"],
    ["0 2 * * 5-7", "0 2 * * 0,5,6"],
    ["0 2 * jan,MAR *", "0 2 * 1,3 *"],
    ["30,0 3,1,2,1 * * *", "0,30 1-3 * * *"],
    ["0 */1 * * *", "0 * * * *"],
    ["0 0-23 * * *", "0 * * * *"],
    ["0 8-19/2 * * *", "0 8-18/2 * * *"],
    ["0 2 1-31 * *", "0 2 1-31 * *"],
    ["0 0 29 2 *", "0 0 29 2 *"],
    ["0 0 1-7 * */7", "0 0 1-7 * */7"],
    ["*/5 * * * *", "*/5 * * * *"],
    ["0,59 0,23 1 * *", "0,59 0,23 1 * *"],
  ];
  it.each(accepted)("%j → %s", (spec, cron) => {
    const result = parseSchedule({ spec, zone: ZONE });
    expect(result).toMatchObject({ ok: true, value: { cron, zone: ZONE } });
    expect(parseSchedule({ spec: cron, zone: ZONE })).toEqual(result);
  });

  it("knows the preset again from the stored text", () => {
    const presets: ScheduleSpec[] = [
      { kind: "hourly", minute: 15 },
      { kind: "everyNHours", hours: 8, minute: 0 },
      { kind: "daily", hour: 4, minute: 30 },
      { kind: "weekly", days: [0, 1, 2, 3, 6], hour: 4, minute: 30 },
      { kind: "monthly", day: 15, hour: 4, minute: 30 },
      { kind: "monthly", day: "last", hour: 4, minute: 30 },
    ];
    for (const spec of presets) {
      expect(parseSchedule({ spec, zone: ZONE })).toMatchObject({ value: { preset: spec } });
    }
  });

  it.each(["0 2 1 * 1", "0 2 * 1 *", "0,30 2 * * *", "0 */5 * * *", "0 2 1,15 * *", "0 * * * 1"])(
    "shows no preset for what no preset can say: %s",
    (spec) => {
      expect(parseSchedule({ spec, zone: ZONE })).toMatchObject({ value: { preset: null } });
    },
  );
});

describe("nonsense is refused, naming the field, the mistake and the remedy", () => {
  const refused: [ScheduleSpec, string, RegExp][] = [
    ["", "schedule", /Say when: hourly, daily/],
    ["60", "schedule", /“60” is not a schedule\. Write hourly/],
    ["?", "schedule", /“\?” is not a schedule\. Write hourly/],
    ["nightly", "schedule", /“nightly” is not a schedule/],
    ["0 0 2 * * *", "schedule", /five fields .* not 6; seconds and years/],
    ["0 2 * *", "schedule", /five fields .* not 4/],
    ["@reboot", "schedule", /nickname, and no moment follows from it/],
    ["@daily", "schedule", /Write daily/],
    ["rate(1 hours)", "schedule", /EventBridge's notation/],
    ["cron(0 2 * * ? *)", "schedule", /EventBridge's notation/],
    [`0 2 * * ${"1,".repeat(300)}`, "schedule", /at most 300 characters/],
    ["abc 2 * * *", "minute", /“abc” is not 0–59/],
    ["61 * * * *", "minute", /61 is outside 0–59/],
    ["-1 * * * *", "minute", /“-1” is neither a value \(0–59\) nor a range/],
    ["1.5 * * * *", "minute", /“1\.5” is not 0–59/],
    ["٣ * * * *", "minute", /is not 0–59/],
    ["*/0 * * * *", "minute", /step “0” is not a whole number from 1/],
    ["*/x * * * *", "minute", /step “x”/],
    ["*/5/5 * * * *", "minute", /more than one “\/”/],
    ["*/60 * * * *", "minute", /step 60 reaches only one value: write 0/],
    ["5/15 * * * *", "minute", /write 5-59\/15/],
    ["50-10 * * * *", "minute", /runs backwards: write 50-59,0-10/],
    ["1-2-3 * * * *", "minute", /is neither a value/],
    ["1,,2 * * * *", "minute", /an element is empty/],
    ["0 24 * * *", "hour", /24 is outside 0–23/],
    ["0 22-2 * * *", "hour", /write 22-23,0-2/],
    ["0 0 0 * *", "dayOfMonth", /0 is outside 1–31, or L for the last day/],
    ["0 0 32 * *", "dayOfMonth", /32 is outside/],
    ["0 2 ? * 1", "dayOfMonth", /belongs to EventBridge: write \*/],
    ["0 2 15W * *", "dayOfMonth", /“15W” is not part of five-field cron/],
    ["0 2 L/2 * *", "dayOfMonth", /L takes no step/],
    ["0 0 31 2 *", "dayOfMonth", /never run.* write L/],
    ["0 0 30,31 2 *", "dayOfMonth", /never run/],
    ["0 0 31 4,6,9,11 *", "dayOfMonth", /never run/],
    ["0 0 * 13 *", "month", /13 is outside 1–12 or JAN–DEC/],
    ["0 0 * foo *", "month", /“foo” is not 1–12/],
    ["0 0 * * 8", "dayOfWeek", /8 is outside 0–7 or SUN–SAT/],
    ["0 0 * * MON#1", "dayOfWeek", /n-th weekday/],
    ["0 0 * * 5L", "dayOfWeek", /“5L” is not part/],
    ["0 0 * * L", "dayOfWeek", /L belongs to the day of the month/],
    ["0 0 * * FRI-MON", "dayOfWeek", /runs backwards/],
    ["* * * * *", "minute", /00:00 and 00:01 are only 1 minute apart, and 5 is the smallest/],
    ["*/4 * * * *", "minute", /only 4 minutes apart/],
    ["*/7 * * * *", "minute", /00:56 and 01:00 are only 4 minutes apart/],
    ["0,3 2 * * *", "minute", /02:00 and 02:03 are only 3 minutes apart/],
    ["0,58 * * * *", "minute", /00:58 and 01:00/],
    ["0,59 0,23 * * *", "minute", /23:59 and 00:00 are only 1 minute apart/],
    ["0,59 0,23 L,1 * *", "minute", /23:59 and 00:00/],
    [{ kind: "hourly", minute: 60 }, "minute", /whole number from 0 to 59/],
    [{ kind: "hourly", minute: Number.NaN }, "minute", /whole number/],
    [{ kind: "daily", hour: 24, minute: 0 }, "hour", /0 to 23/],
    [
      { kind: "everyNHours", hours: 5, minute: 10 },
      "hours",
      /over midnight would be 4 h.*10 \*\/5/,
    ],
    [{ kind: "everyNHours", hours: 7, minute: 0 }, "hours", /over midnight would be 3 h/],
    [{ kind: "everyNHours", hours: 24, minute: 0 }, "hours", /for once a day choose daily/],
    [{ kind: "everyNHours", hours: 0, minute: 0 }, "hours", /choose 1, 2, 3, 4, 6, 8, 12/],
    [{ kind: "weekly", days: [], hour: 2, minute: 0 }, "days", /at least one weekday/],
    [{ kind: "weekly", days: [7], hour: 2, minute: 0 }, "days", /0 to 6/],
    [{ kind: "monthly", day: 32, hour: 2, minute: 0 }, "day", /1 to 31/],
  ];
  it.each(refused)("%j: %s", (spec, field, message) => {
    const result = parseSchedule({ spec, zone: ZONE });
    expect(result).toMatchObject({ ok: false, problem: { field } });
    expect(result.ok ? "" : result.problem.message).toMatch(message);
  });

  it("repeats no more than 40 characters of what was typed", () => {
    const result = parseSchedule({ spec: "x".repeat(200), zone: ZONE });
    expect(result.ok ? "" : result.problem.message).toContain(`“${"x".repeat(40)}…”`);
  });
});

describe("a time zone", () => {
  it.each([
    ["Europe/Berlin", "Europe/Berlin"],
    [" europe/berlin ", "Europe/Berlin"],
    ["utc", "UTC"],
    ["US/Pacific", "US/Pacific"],
    ["Asia/Kolkata", "Asia/Kolkata"],
    ["Etc/GMT-2", "Etc/GMT-2"],
  ])("%j is stored as %s", (zone, stored) => {
    expect(parseSchedule({ spec: "daily", zone })).toMatchObject({ value: { zone: stored } });
  });

  it.each([
    ["", /Choose a time zone/],
    ["Mars/Phobos", /“Mars\/Phobos” is not an IANA time zone\. Examples/],
    ["Berlin", /Did you mean Europe\/Berlin\?/],
    ["new york", /Did you mean America\/New_York\?/],
    ["+02:00", /is an offset/],
    ["GMT+5", /is an offset/],
    ["<script>", /is not an IANA time zone/],
    ["x".repeat(5_000), /is not an IANA time zone/],
  ])("%j is refused", (zone, message) => {
    const result = parseSchedule({ spec: "daily", zone });
    expect(result).toMatchObject({ ok: false, problem: { field: "timeZone" } });
    expect(result.ok ? "" : result.problem.message).toMatch(message);
  });

  it("is taken from every name the engine lists", () => {
    const names = Intl.supportedValuesOf("timeZone");
    const stored = names.map((zone) => parseSchedule({ spec: "daily", zone }));
    expect(stored.map((result) => (result.ok ? result.value.zone : null))).toEqual(names);
  });
});
