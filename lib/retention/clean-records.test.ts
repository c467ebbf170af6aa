import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, it } from "vitest";
import { DAY } from "../clock";
import {
  attempts,
  auditEntries,
  backups,
  findings,
  reconcileRuns,
  retentionPolicies,
  snapshots,
} from "../db/schema";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { createFleet } from "../testing/fleet";
import { addHistory } from "../testing/history";
import { cleanRecords } from "./clean-records";

let runtime: TestRuntime;
let instance: string;
let now: number;
beforeEach(async () => {
  runtime = await createTestRuntime();
  [instance = ""] = await createFleet(runtime);
  now = runtime.clock.now();
  await addHistory(runtime, instance, [now - DAY]);
});
afterEach(() => runtime.close());

const ago = (days: number) => now - days * DAY;
const left = async () =>
  (await runtime.db.read.select({ id: backups.id }).from(backups)).map(({ id }) => id);
const failedAgo = async (days: number) => {
  const [id = ""] = await addHistory(runtime, instance, [{ at: ago(days), status: "failed" }]);
  return id;
};
const attempt = (backupId: string, changes: object) =>
  runtime.db.write((tx) =>
    tx.insert(attempts).values({
      id: `att_${backupId}`,
      backupId,
      number: 1,
      imageName: `name-${backupId}`,
      status: "failed",
      createdAt: 0,
      ...changes,
    }),
  );

it("takes what failed, was missed or skipped after 90 days, and nothing else", async () => {
  const old = await addHistory(runtime, instance, [
    { at: ago(91), status: "failed" },
    { at: ago(92), status: "missed" },
    { at: ago(93), status: "skipped" },
  ]);
  const others = await addHistory(runtime, instance, [
    { at: ago(89), status: "failed" },
    { at: ago(94), status: "deleted" },
    { at: ago(95), status: "available" },
    { at: ago(96), status: "gone" },
  ]);
  expect(await cleanRecords(runtime)).toBe(3);
  const ids = await left();
  expect(ids).toEqual(expect.arrayContaining(others));
  for (const id of old) expect(ids).not.toContain(id);
  const audited = await runtime.db.read.select().from(auditEntries);
  expect(audited.filter(({ action }) => action === "backup.records-cleaned")).toHaveLength(3);
});

it("goes by the policy's own time", async () => {
  await runtime.db.write((tx) => tx.update(retentionPolicies).set({ recordDays: 10 }));
  await failedAgo(11);
  const younger = await failedAgo(9);
  expect(await cleanRecords(runtime)).toBe(1);
  expect(await left()).toContain(younger);
});

it("leaves the newest ended run, by which retention is frozen", async () => {
  await runtime.db.write((tx) => tx.delete(backups));
  const newest = await failedAgo(100);
  await failedAgo(101);
  expect(await cleanRecords(runtime)).toBe(1);
  expect(await left()).toEqual([newest]);
});

it("leaves what AWS may hold something of", async () => {
  const named = await failedAgo(100);
  await attempt(named, { imageId: "ami-1" });
  const listed = await failedAgo(101);
  const found = await failedAgo(102);
  const imaged = await failedAgo(103);
  await runtime.db.write(async (tx) => {
    await tx.update(backups).set({ imageId: "ami-2" }).where(eq(backups.id, imaged));
    await tx
      .insert(snapshots)
      .values({ id: "snp", backupId: listed, snapshotId: "snap-1", updatedAt: 0 });
    await tx.insert(findings).values({
      id: "fnd",
      kind: "drift",
      accountRef: "acc_1",
      region: "eu-central-1",
      resourceId: "ami-3",
      backupId: found,
      message: "",
      repair: "",
      snapshotIds: [],
      firstSeenAt: 0,
      lastSeenAt: 0,
    });
  });
  expect(await cleanRecords(runtime)).toBe(0);
});

it("takes what was sent only once the whole place was compared since", async () => {
  const sent = await failedAgo(100);
  await attempt(sent, { sendCount: 1, unconfirmedAt: ago(100) });
  expect(await cleanRecords(runtime)).toBe(0);
  await runtime.db.write((tx) =>
    tx.insert(reconcileRuns).values({
      id: "rec",
      accountRef: "acc_1",
      region: "eu-central-1",
      startedAt: ago(50),
      endedAt: ago(50),
      counts: {},
    }),
  );
  expect(await cleanRecords(runtime)).toBe(1);
});
