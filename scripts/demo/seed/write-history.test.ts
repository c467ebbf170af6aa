import { afterAll, beforeAll, expect, test } from "vitest";
import { findStartTarget } from "#lib/backups/backup-target.repo";
import { DAY, HOUR } from "#lib/clock";
import {
  accounts,
  attempts,
  backups,
  instanceDays,
  instances,
  occurrences,
  scheduleLinks,
  schedules,
  snapshots,
} from "#lib/db/schema/index";
import { createTestRuntime, type TestRuntime } from "#lib/testing/create-test-runtime";
import { startSimulator, type RunningSimulator } from "#simulator/server";
import { planHistory } from "./plan-history";
import { writeHistories } from "./write-history";

const NOW = Date.parse("2026-03-31T12:00:00Z");
const DUE = Array.from({ length: 20 }, (_, day) => NOW - (20 - day) * DAY - 10 * HOUR);

let simulator: RunningSimulator;
let runtime: TestRuntime;

beforeAll(async () => {
  simulator = await startSimulator({ clock: "manual", startAt: NOW });
  runtime = await createTestRuntime({ simulatorUrl: simulator.url, now: NOW });
});

afterAll(async () => {
  await runtime.close();
  await simulator.close();
});

test("the records and the simulated AWS tell the same history", async () => {
  const { control } = simulator;
  const made = await protectedInstance();
  const runs = planHistory({ ...made, dueMoments: DUE, refusedLast: 1, now: NOW });
  const target = await findStartTarget(runtime.db.read, "ins_1");
  if (!target) throw new Error("The instance was inserted above.");

  const count = await writeHistories({
    runtime,
    control,
    histories: [{ target, linkId: "lnk_1", startWindowMs: 4 * HOUR, runs }],
  });

  expect(count).toBe(DUE.length);
  const records = await runtime.db.read.select().from(backups);
  expect(records.map(({ status }) => status)).toEqual(runs.map(({ outcome }) => outcome));
  const images = (await control.images({ instanceId: made.instanceId, limit: 1_000 })).items;
  const good = records.filter(({ status }) => status === "available");
  expect(good.map(({ imageId, imageName }) => [imageId, imageName])).toEqual(
    images.map(({ imageId, name }) => [imageId, name]),
  );
  expect(images.map(({ tags }) => tags["amivault:backup"])).toEqual(good.map(({ key }) => key));
  expect(images.every(({ state }) => state === "available")).toBe(true);
  const inAws = (await control.snapshots({ limit: 1_000 })).items.map((one) => one.snapshotId);
  const known = await runtime.db.read.select().from(snapshots);
  expect(known.map(({ snapshotId }) => snapshotId).toSorted()).toEqual(inAws.toSorted());
});

test("everything that pages read beside the backups agrees with them", async () => {
  const { read } = runtime.db;
  const records = await read.select().from(backups);
  const [instance] = await read.select().from(instances);
  const good = records.filter(({ status }) => status === "available");
  expect(instance?.availableCount).toBe(good.length);
  expect(instance?.lastGoodBackupId).toBe(good.at(-1)?.id);
  expect(instance?.lastEndedStatus).toBe("failed");
  const days = await read.select().from(instanceDays);
  const sum = days.reduce((total, day) => total + day.available + day.failed + day.missed, 0);
  expect(sum).toBe(DUE.length);
  expect(await read.$count(occurrences)).toBe(DUE.length);
  const missed = records.filter(({ status }) => status === "missed").length;
  expect(await read.$count(attempts)).toBe(DUE.length - missed);
});

async function protectedInstance(): Promise<{ instanceId: string; volumeGiB: number }> {
  const { control } = simulator;
  const { accountId } = await control.createAccount({ name: "history" });
  const region = "eu-west-1";
  const { instanceId } = await control.createInstance({
    accountId,
    region,
    name: "web <b>",
    volumes: [{ sizeGib: 8 }, { sizeGib: 100 }],
  });
  const at = { createdAt: NOW, updatedAt: NOW };
  const account = { id: "acc_1", accountId, partition: "aws", createdAt: NOW };
  const instance = { id: "ins_1", accountRef: "acc_1", region, instanceId, name: "web <b>" };
  const schedule = { id: "sch_1", name: "daily", cron: "0 2 * * *", zone: "UTC" };
  await runtime.db.write(async (tx) => {
    await tx.insert(accounts).values(account);
    await tx.insert(instances).values({ ...instance, tags: {}, state: "running", ...at });
    await tx.insert(schedules).values({ ...schedule, startWindowMs: 4 * HOUR, ...at });
    const link = { id: "lnk_1", scheduleId: "sch_1", instanceRef: "ins_1", createdAt: NOW };
    await tx.insert(scheduleLinks).values(link);
  });
  return { instanceId, volumeGiB: 108 };
}
