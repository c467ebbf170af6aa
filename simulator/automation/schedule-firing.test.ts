import { CreateScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startFixture, type Fixture } from "../fixture";
import { addFunction, addRule, invocations, shown } from "../function-fixture";

const DAY_MS = 86_400_000;
const START = Date.parse("2026-03-01T12:00:00Z");
let aws: Fixture;

beforeEach(async () => {
  aws = await startFixture({ startAt: START });
});
afterEach(async () => {
  await aws.close();
});

describe("a schedule of Scheduler", () => {
  async function addSchedule(
    of: Partial<ConstructorParameters<typeof CreateScheduleCommand>[0]>,
  ): Promise<void> {
    const arn = await addFunction(aws);
    const role = await aws.control.createRole({
      accountId: aws.accountId,
      name: "scheduler",
      trusts: ["scheduler.amazonaws.com"],
    });
    await aws.client(SchedulerClient).send(
      new CreateScheduleCommand({
        Name: "one",
        ScheduleExpression: "cron(30 2 * * ? *)",
        ScheduleExpressionTimezone: "Europe/Berlin",
        FlexibleTimeWindow: { Mode: "OFF" },
        Target: {
          Arn: arn,
          RoleArn: role.arn,
          Input: '{"at":"<aws.scheduler.scheduled-time>","try":"<aws.scheduler.attempt-number>"}',
        },
        ...of,
      }),
    );
  }

  it("fires in its zone, but not at a time that the clocks skip", async () => {
    await addSchedule({});
    await aws.control.setTime({ now: "2026-03-31T00:00:00Z" });
    const moments = (await invocations(aws, { source: "schedule" })).map(({ payload }) => payload);
    expect(moments.slice(-3)).toEqual([
      '{"at":"2026-03-27T01:30:00Z","try":"1"}',
      '{"at":"2026-03-28T01:30:00Z","try":"1"}',
      '{"at":"2026-03-30T00:30:00Z","try":"1"}',
    ]);
  });

  it("starts within its flexible window, and tells the moment itself", async () => {
    await addSchedule({ FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 30 } });
    await aws.control.advance({ ms: 10 * DAY_MS });
    const all = await invocations(aws);
    expect(all).toHaveLength(10);
    const delays = all.map(({ at, dueAt }) => at - dueAt);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...delays)).toBeLessThan(30 * 60_000);
    expect(new Set(delays).size).toBeGreaterThan(5);
    expect(all[0]?.payload).toBe('{"at":"2026-03-02T01:30:00Z","try":"1"}');
  });

  it("of one time fires once, and is gone when it is to be", async () => {
    await addSchedule({
      ScheduleExpression: "at(2026-03-02T10:00:00)",
      ScheduleExpressionTimezone: "UTC",
      ActionAfterCompletion: "DELETE",
    });
    expect(await aws.control.schedules({})).toHaveLength(1);
    await aws.control.advance({ ms: 5 * DAY_MS });
    expect(shown(await invocations(aws))).toEqual([["03-02T10:00", 0, 1, "ok"]]);
    expect(await aws.control.schedules({})).toEqual([]);
  });

  it("keeps to its first and last day", async () => {
    await addSchedule({
      StartDate: new Date("2026-03-03T00:00:00Z"),
      EndDate: new Date("2026-03-05T00:00:00Z"),
    });
    await aws.control.advance({ ms: 10 * DAY_MS });
    expect(shown(await invocations(aws))).toEqual([
      ["03-03T01:30", 0, 1, "ok"],
      ["03-04T01:30", 0, 1, "ok"],
    ]);
  });

  it("is refused when its role is gone", async () => {
    await addSchedule({});
    await aws.control.deleteRole({ arn: `arn:aws:iam::${aws.accountId}:role/scheduler` });
    await aws.control.advance({ ms: DAY_MS });
    expect(await invocations(aws)).toMatchObject([{ outcome: "refused" }]);
  });
});

describe("a world that is exported", () => {
  it("goes on where it was, functions and retries included", async () => {
    const arn = await addFunction(aws);
    await addRule(aws, { name: "nightly", arn, cron: "30 3 * * ? *" });
    await aws.control.advance({ ms: DAY_MS });
    const { world } = await aws.control.export({});
    await aws.control.reset({});
    expect(await aws.control.rules({})).toEqual([]);
    await aws.control.import({ world });
    await aws.control.advance({ ms: DAY_MS });
    expect(shown(await invocations(aws))).toEqual([
      ["03-02T03:30", 0, 1, "ok"],
      ["03-03T03:30", 0, 1, "ok"],
    ]);
  });
});
