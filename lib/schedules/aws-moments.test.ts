import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { eq } from "drizzle-orm";
import { scheduleLinks } from "../db/schema";
import { createAwaitedWorld, type AwaitedWorld } from "../testing/awaited-world";
import { userContext } from "../testing/contexts";
import { followAll } from "../testing/fleet";
import { readLinks } from "../testing/ledger";
import { linkSchedule } from "./link-schedule";
import { pauseLinks } from "./pause-links";
import { resumeLinks } from "./resume-links";
import { unlinkInstance } from "./unlink-instance";
import { updateSchedule } from "./update-schedule";

let world: AwaitedWorld;
beforeEach(async () => {
  world = await createAwaitedWorld();
  await world.sleepTo("2026-02-01T11:59:00");
});
afterEach(() => world.close());

const DUE = "2026-02-01T12:00:00";

describe("a moment that AWS fires", () => {
  test("on time is looked for, adopted and available, and nothing is sent from here", async () => {
    const { first } = world;
    await world.liveTo(DUE);
    expect(await world.run(first.id, DUE)).toMatchObject({
      status: "expected",
      scheduler: "eventbridge",
      notBeforeAt: Date.parse("2026-02-01T12:02:00Z"),
    });
    const imageId = await world.fire(first, DUE);
    await world.liveTo("2026-02-01T12:03:00");
    const backup = await world.run(first.id, DUE);
    expect(backup).toMatchObject({ status: "available", imageId, scheduler: "eventbridge" });
    expect(await world.attempts(backup.id)).toMatchObject([
      { number: 1, status: "accepted", sendCount: 0, imageId },
    ]);
    expect(await world.lines(first.id)).toEqual([
      "2026-02-01T12:00 available",
      "2026-02-02T12:00 expected",
    ]);
    expect(await world.calls("CreateImage")).toBe(1);
    expect(await world.openAlerts()).toEqual([]);
  });

  test("late is alerted after half an hour, and heals", async () => {
    const { first } = world;
    await world.liveTo("2026-02-01T12:29:00");
    expect(await world.openAlerts()).toEqual([]);
    await world.liveTo("2026-02-01T12:31:00");
    expect(await world.openAlerts()).toEqual(["eventbridge.silent warning"]);
    expect((await world.run(first.id, DUE)).suggestion).toContain(
      "https://eu-central-1.console.aws.amazon.com/cloudwatch/home?region=eu-central-1#logsV2:log-groups/log-group/$252Faws$252Flambda$252Famivault-",
    );
    await world.fire(first, DUE);
    await world.liveTo("2026-02-01T13:01:00");
    expect((await world.run(first.id, DUE)).status).toBe("available");
    expect(await world.openAlerts()).toEqual([]);
  });

  test("never is missed where its start window ends before AWS is done, by the one alert, which turns grave", async () => {
    await world.close();
    world = await createAwaitedWorld({ startWindowMs: 60 * 60_000 });
    await world.sleepTo("2026-02-01T11:59:00");
    const { first } = world;
    await world.liveTo("2026-02-01T13:01:00");
    expect((await world.run(first.id, DUE)).status).toBe("expected");
    await world.liveTo("2026-02-01T13:03:00");
    const backup = await world.run(first.id, DUE);
    expect(backup).toMatchObject({ status: "missed", statusCode: "NotStartedByAws" });
    expect(backup.statusReason).toContain("AWS did not start it");
    expect(backup.suggestion).toContain("Back up now.");
    await world.liveTo("2026-02-01T13:40:00");
    expect(await world.openAlerts()).toEqual(["eventbridge.silent critical"]);
    expect(await world.allAlerts()).toHaveLength(1);
    expect(await world.calls("CreateImage")).toBe(0);
    // Five looks; where time has leapt, the SDK sends again once it has heard so.
    expect(await world.calls("DescribeImages")).toBeLessThanOrEqual(10);
  });

  test("is not silent either when AWS cannot be asked", async () => {
    const { first } = world;
    await world.sim.control.addFault({
      scope: { action: "DescribeImages" },
      effect: { kind: "error", code: "UnauthorizedOperation" },
    });
    await world.liveTo("2026-02-01T16:31:00", 5 * 60_000);
    const backup = await world.run(first.id, DUE);
    expect(backup).toMatchObject({ status: "expected", statusCode: "AwsNotAsked" });
    expect(await world.openAlerts()).toEqual(["backups.overdue critical"]);
    await world.sim.control.clearFaults({});
    await world.fire(first, DUE);
    await world.liveTo("2026-02-01T16:36:00");
    expect((await world.run(first.id, DUE)).status).toBe("available");
    expect(await world.openAlerts()).toEqual([]);
  });

  test("whose function says that it failed is alerted at the next look, with its words", async () => {
    const { first } = world;
    await world.liveTo(DUE);
    const backup = await world.run(first.id, DUE);
    await world.report(backup, "failed", "The function says: UnauthorizedOperation.");
    await world.liveTo("2026-02-01T12:03:00");
    expect(await world.openAlerts()).toEqual(["eventbridge.silent warning"]);
    const told = await world.run(first.id, DUE);
    expect(told.statusReason).toContain("UnauthorizedOperation");
    await world.fire(first, DUE);
    await world.liveTo("2026-02-01T12:10:00");
    expect((await world.run(first.id, DUE)).status).toBe("available");
    expect(await world.openAlerts()).toEqual([]);
  });

  test("whose image failed is made again from here, as any other", async () => {
    const { first } = world;
    await world.liveTo(DUE);
    const imageId = await world.fire(first, DUE);
    await world.sim.control.failImage({ imageId });
    await world.liveTo("2026-02-01T12:10:00");
    const backup = await world.run(first.id, DUE);
    expect(backup.attemptNumber).toBe(2);
    expect(backup.status).toBe("available");
  });

  test("whose tags lag is not taken for somebody else's", async () => {
    const { first } = world;
    await world.liveTo(DUE);
    await world.fire(first, DUE, { tags: {} });
    await world.liveTo("2026-02-01T12:05:00");
    const backup = await world.run(first.id, DUE);
    expect(backup.status).toBe("expected");
    expect(await world.steps(backup.id)).toEqual(["aws.due", "lookup.untagged"]);
    await world.liveTo("2026-02-01T12:14:00");
    expect(await world.run(first.id, DUE)).toMatchObject({
      status: "missed",
      statusCode: "ForeignImage",
    });
    expect(await world.openAlerts()).toEqual(["eventbridge.silent warning"]);
  });
});

describe("when AWS fires them no more while one is open", () => {
  test("it is started from here a quarter of an hour after its moment", async () => {
    const { first } = world;
    await world.liveTo("2026-02-01T12:06:00");
    await world.takeBack(first.id);
    await world.liveTo("2026-02-01T12:17:00");
    expect(await world.run(first.id, DUE)).toMatchObject({
      status: "available",
      scheduler: "local",
    });
    expect(await world.liveImages()).toHaveLength(1);
    expect(await world.openAlerts()).toEqual([]);
  });

  test("a late start of AWS and one from here make one image", async () => {
    const { first } = world;
    await world.liveTo("2026-02-01T12:06:00");
    await world.takeBack(first.id);
    await world.liveTo("2026-02-01T12:14:00");
    const imageId = await world.fire(first, DUE);
    await world.liveTo("2026-02-01T12:20:00");
    expect(await world.run(first.id, DUE)).toMatchObject({ status: "available", imageId });
    expect(await world.liveImages()).toHaveLength(1);
  });

  test("what was paused meanwhile is skipped at its last look, and alerts nobody", async () => {
    const { first } = world;
    await world.liveTo("2026-02-01T12:06:00");
    const instanceRef = first.id;
    await world.runtime.db.write((tx) => pauseLinks(tx, world.system, { instanceRef }));
    await world.liveTo("2026-02-01T16:01:00", 10 * 60_000);
    expect((await world.run(first.id, DUE)).status).toBe("expected");
    await world.liveTo("2026-02-01T16:03:00");
    expect(await world.run(first.id, DUE)).toMatchObject({
      status: "skipped",
      statusCode: "paused",
    });
    expect(await world.allAlerts()).toEqual([]);
  });

  test("an edit of its schedule takes it back as well, and what comes next is the tick's", async () => {
    const { first } = world;
    await world.liveTo("2026-02-01T12:06:00");
    const [link] = await readLinks(world.runtime, first.id);
    await updateSchedule(userContext(world.runtime, "admin"), {
      scheduleId: link?.scheduleId ?? "",
      schedule: "0 13 * * *",
    });
    await world.liveTo("2026-02-01T12:20:00");
    expect(await world.run(first.id, DUE)).toMatchObject({
      status: "available",
      scheduler: "local",
    });
    await world.liveTo("2026-02-01T13:02:00");
    expect(await world.run(first.id, "2026-02-01T13:00:00")).toMatchObject({
      status: "available",
      scheduler: "local",
    });
  });
});

describe("moments after a pause, or of a schedule that is followed again, are the tick's", () => {
  const ours = { scheduler: "local", awsFromAt: null, awsVersion: null };

  test("paused and resumed", async () => {
    const { first, runtime, system } = world;
    const instanceRef = first.id;
    await runtime.db.write((tx) => pauseLinks(tx, system, { instanceRef }));
    expect(await readLinks(runtime, first.id)).toMatchObject([ours]);
    await runtime.db.write((tx) => resumeLinks(tx, system, { instanceRef }));
    await world.liveTo("2026-02-01T12:02:00");
    const backup = await world.run(first.id, DUE);
    expect(backup).toMatchObject({ status: "available", scheduler: "local" });
  });

  test("followed no more, and again", async () => {
    const { first, runtime, system } = world;
    const instanceRef = first.id;
    await runtime.db.write((tx) => unlinkInstance(tx, system, { instanceRef }));
    expect(await readLinks(runtime, first.id)).toMatchObject([ours]);
    await runtime.db.write((tx) =>
      linkSchedule(tx, system, { instanceRef, schedule: { schedule: "0 12 * * *" } }),
    );
    await world.liveTo("2026-02-01T12:02:00");
    const backup = await world.run(first.id, DUE);
    expect(backup).toMatchObject({ status: "available", scheduler: "local" });
  });
});

describe("what both fire", () => {
  test("is one image, also when AWS was the first", async () => {
    const { first } = world;
    await world.takeBack(first.id);
    await world.sleepTo(DUE);
    const imageId = await world.fire(first, DUE);
    await world.liveTo("2026-02-01T12:03:00", 10_000);
    expect(await world.run(first.id, DUE)).toMatchObject({
      status: "available",
      imageId,
      scheduler: "local",
    });
    expect(await world.liveImages()).toHaveLength(1);
    expect(await world.openAlerts()).toEqual([]);
  });
});

describe("a backup that two schedules of the instance share", () => {
  test.each(["aws first", "tick first"])("is AWS's if one of them is: %s", async (order) => {
    const { first, runtime } = world;
    await followAll(runtime, [first.id], { schedule: "0 */12 * * *" });
    if (order === "tick first") {
      // Links that are due at one moment go by their ids.
      const links = await readLinks(runtime, first.id);
      const [low, high] = links.toSorted((a, b) => (a.id < b.id ? -1 : 1));
      const aws = { awsFromAt: 0, awsVersion: 1, scheduler: "eventbridge" as const };
      const ours = { awsFromAt: null, awsVersion: null, scheduler: "local" as const };
      await runtime.db.write(async (tx) => {
        for (const [row, set] of [
          [low, ours],
          [high, aws],
        ] as const) {
          await tx
            .update(scheduleLinks)
            .set(set)
            .where(eq(scheduleLinks.id, row?.id ?? ""));
        }
      });
    }
    await world.liveTo("2026-02-01T12:01:00");
    expect(await world.run(first.id, DUE)).toMatchObject({
      status: "expected",
      scheduler: "eventbridge",
    });
    const imageId = await world.fire(first, DUE);
    await world.liveTo("2026-02-01T12:03:00");
    expect(await world.run(first.id, DUE)).toMatchObject({ status: "available", imageId });
    expect(await world.calls("CreateImage")).toBe(1);
  });
});
