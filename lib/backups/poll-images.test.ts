import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  attempts,
  backups,
  credentials,
  events,
  instanceDays,
  instances,
  snapshots,
} from "../db/schema";
import { ServiceError } from "../errors";
import { createBackupWorld, type BackupWorld } from "../testing/backup-world";
import { getBackup } from "./get-backup";
import { postponeLooks } from "./postpone-looks";
import { findRun } from "./run.repo";
import { settleStray } from "./settle-stray";
import { startBackup } from "./start-backup";

let world: BackupWorld;
const MINUTE = 60_000;

beforeEach(async () => {
  world = await createBackupWorld();
});

afterEach(async () => {
  await world.close();
});

async function startPending(): Promise<{ id: string; imageId: string }> {
  const [instance] = world.fleet;
  const { id } = await startBackup(world.operator, { instanceId: instance?.id ?? "" });
  await world.tick();
  const { imageId, status } = await world.backup(id);
  if (status !== "pending" || imageId === null) throw new Error(`${id} is ${status}`);
  return { id, imageId };
}

async function slow(): Promise<void> {
  await world.sim.control.configure({ pace: { baseMs: 10 * MINUTE, perGibMs: 0 } });
}

async function instanceRow() {
  const [row] = await world.runtime.db.read.select().from(instances);
  if (!row) throw new Error("no instance");
  return row;
}

async function dayRow() {
  const [row] = await world.runtime.db.read.select().from(instanceDays);
  return row;
}

describe("pollImages", () => {
  it("asks within 3 s of a requested backup, so that a person sees it at once", async () => {
    await startPending();
    await world.advance(3_000);
    await world.tick();
    expect(await world.calls("DescribeImages")).toBe(1);
  });

  it("shows progress from the snapshots, and tells pages only when it has changed", async () => {
    await slow();
    const { id } = await startPending();
    await world.live(3 * MINUTE);
    const { progressPercent } = await world.backup(id);
    expect(progressPercent).toBeGreaterThan(5);
    expect(progressPercent).toBeLessThan(99);
    const rows = await world.runtime.db.read
      .select()
      .from(events)
      .where(eq(events.type, "backup.changed"));
    const told = rows.map(
      ({ data }) => `${String(data?.["status"])} ${String(data?.["progressPercent"])}`,
    );
    expect(new Set(told).size).toBe(told.length);
  });

  it("stores size, snapshots and AWS's creation date when AWS says available", async () => {
    const { id, imageId } = await startPending();
    await world.live(2 * MINUTE);
    const [truth] = await world.liveImages();
    const sizes = (await world.sim.control.snapshots()).items.map((item) => item.fullSizeBytes);
    expect(await world.backup(id)).toMatchObject({
      status: "available",
      imageId,
      imageCreatedAt: truth?.createdAt,
      sizeBytes: sizes.reduce((sum, size) => sum + size, 0),
    });
    const rows = await world.runtime.db.read.select().from(snapshots);
    expect(rows.map(({ snapshotId }) => snapshotId)).toEqual(truth?.snapshotIds);
    expect(rows).toMatchObject([{ imageId, state: "completed", progressPercent: 100 }]);
  });

  it("keeps the instance's last good backup, its count and its day", async () => {
    const { id } = await startPending();
    await world.live(2 * MINUTE);
    expect(await instanceRow()).toMatchObject({
      lastGoodBackupId: id,
      lastEndedBackupId: id,
      lastEndedStatus: "available",
      availableCount: 1,
    });
    expect(await dayRow()).toMatchObject({ available: 1, failed: 0 });
  });

  it("asks once for many: calls do not grow with the backups", async () => {
    await world.close();
    world = await createBackupWorld({ instances: 40 });
    await slow();
    for (const { id } of world.fleet) await startBackup(world.operator, { instanceId: id });
    await world.tick();
    await world.sim.control.clearCalls();
    await world.live(5 * MINUTE, { stepMs: 5_000 });
    // Every 15 s, and a little more while the backups are young.
    expect(await world.calls("DescribeImages")).toBeLessThan(30);
  });
});

describe("an image that AWS does not show", () => {
  it("is no failure for half an hour, then never appeared, and heals when it shows", async () => {
    await world.sim.control.addFault({
      scope: { action: "CreateImage" },
      times: 1,
      effect: { kind: "visibilityLag", ms: 45 * MINUTE },
    });
    const { id } = await startPending();
    await world.live(28 * MINUTE, { stepMs: 30_000 });
    expect((await world.backup(id)).status).toBe("pending");
    await world.live(4 * MINUTE, { stepMs: 30_000 });
    expect(await world.backup(id)).toMatchObject({ status: "failed", statusCode: "NeverAppeared" });
    expect(await dayRow()).toMatchObject({ available: 0, failed: 1 });
    await world.live(20 * MINUTE, { stepMs: 30_000 });
    expect(await world.backup(id)).toMatchObject({
      status: "available",
      statusReason: null,
      notBeforeAt: null,
    });
    expect(await dayRow()).toMatchObject({ available: 1, failed: 0 });
    expect(await instanceRow()).toMatchObject({ lastEndedStatus: "available", availableCount: 1 });
  });

  it("is given up only after two sightings of its absence, ten minutes apart", async () => {
    await slow();
    const { id, imageId } = await startPending();
    await world.live(MINUTE);
    await world.sim.control.deleteImage({ imageId });
    await world.live(5 * MINUTE, { stepMs: 15_000 });
    expect((await world.backup(id)).status).toBe("pending");
    await world.live(8 * MINUTE, { stepMs: 15_000 });
    expect(await world.backup(id)).toMatchObject({ status: "failed", statusCode: "ImageGone" });
    expect(await world.calls("CreateImage")).toBe(1);
  });
});

describe("AWS that cannot be asked", () => {
  it("leaves the backup pending and says why, and goes on when it can", async () => {
    await slow();
    const { id } = await startPending();
    const [instance] = world.fleet;
    const denial = await world.sim.control.deny({
      accountId: instance?.accountId ?? "",
      action: "ec2:DescribeImages",
    });
    await world.live(3 * MINUTE);
    const blind = await world.backup(id);
    expect(blind).toMatchObject({ status: "pending", statusCode: "AwsNotAsked" });
    await world.sim.control.allow({ id: denial.id });
    await world.live(12 * MINUTE);
    expect(await world.backup(id)).toMatchObject({ status: "available", statusReason: null });
  });

  it("uses another credential of the account when the instance's own is gone", async () => {
    await slow();
    const { id } = await startPending();
    await world.runtime.db.write(async (tx) => {
      await tx.update(instances).set({ credentialId: null });
    });
    await world.live(12 * MINUTE, { stepMs: 15_000 });
    expect((await world.backup(id)).status).toBe("available");
  });

  it("without any credential does nothing but wait", async () => {
    await slow();
    const { id } = await startPending();
    await world.runtime.db.write(async (tx) => {
      await tx.update(credentials).set({ deletedAt: world.runtime.clock.now() });
    });
    await world.live(3 * MINUTE);
    expect(await world.backup(id)).toMatchObject({ status: "pending", statusCode: "AwsNotAsked" });
  });
});

it("a disabled image is not called available", async () => {
  await slow();
  const { id, imageId } = await startPending();
  await world.sim.control.finishImages({ imageId });
  await world.sim.control.setImageDisabled({ imageId, disabled: true });
  await world.live(MINUTE);
  expect(await world.backup(id)).toMatchObject({ status: "failed", statusCode: "ImageDisabled" });
  await world.sim.control.setImageDisabled({ imageId, disabled: false });
  await world.live(3 * MINUTE);
  expect((await world.backup(id)).status).toBe("available");
});

it("the page of a backup shows its life, its attempt and how to launch it", async () => {
  const { id, imageId } = await startPending();
  await world.live(2 * MINUTE);
  const detail = await getBackup(world.operator, { backupId: id });
  expect(detail.events.map(({ type }) => type)).toEqual([
    "status.queued",
    "status.creating",
    "status.pending",
    "status.available",
  ]);
  expect(detail.attempts).toMatchObject([{ number: 1, status: "accepted", imageId }]);
  expect(detail.snapshots).toHaveLength(1);
  expect(detail.launchCommand).toBe(
    `aws ec2 run-instances --region eu-central-1 --image-id ${imageId} --instance-type t3.micro --subnet-id subnet-REPLACE-ME`,
  );
  expect(detail.consoleUrl).toContain(`imageId=${imageId}`);
});

it("a backup that was given up is looked for during three days, and then left alone", async () => {
  await world.sim.control.addFault({
    scope: { action: "CreateImage" },
    times: 1,
    effect: { kind: "visibilityLag", ms: 365 * 24 * 60 * MINUTE },
  });
  const { id } = await startPending();
  await world.live(31 * MINUTE, { stepMs: MINUTE });
  expect((await world.backup(id)).status).toBe("failed");
  await world.sim.control.clearCalls();
  await world.live(73 * 60 * MINUTE, { stepMs: 2 * 60 * MINUTE });
  expect(await world.backup(id)).toMatchObject({ status: "failed", notBeforeAt: null });
  expect(await world.calls("DescribeImages")).toBeGreaterThan(30);
  await world.sim.control.clearCalls();
  await world.live(3 * 60 * MINUTE, { stepMs: 30 * MINUTE });
  expect(await world.calls("DescribeImages")).toBe(0);
});

it("an unheard backup ends after half an hour also when AWS cannot be asked, and heals", async () => {
  const [instance] = world.fleet;
  await world.sim.control.addFault({
    scope: { action: "CreateImage" },
    times: 1,
    effect: { kind: "loseReply" },
  });
  const denial = await world.sim.control.deny({
    accountId: instance?.accountId ?? "",
    action: "ec2:DescribeImages",
  });
  const { id } = await startBackup(world.operator, { instanceId: instance?.id ?? "" });
  await world.live(33 * MINUTE, { stepMs: 30_000 });
  const failed = await world.backup(id);
  expect(failed).toMatchObject({ status: "failed", statusCode: "UnknownToAws" });
  expect(failed.statusReason).toContain("could not be asked");
  await world.sim.control.allow({ id: denial.id });
  await world.live(5 * MINUTE, { stepMs: 15_000 });
  expect((await world.backup(id)).status).toBe("available");
  expect(await world.calls("CreateImage")).toBe(1);
});

it("a row that no look can move is ended instead of being polled for ever", async () => {
  await slow();
  const { id } = await startPending();
  await world.runtime.db.write(async (tx) => {
    await tx.update(backups).set({ imageId: null });
  });
  await world.advance(MINUTE);
  await world.tick();
  expect((await world.backup(id)).status).toBe("failed");
  await world.advance(MINUTE);
  await world.tick();
  expect(await world.backup(id)).toMatchObject({ status: "failed", notBeforeAt: null });
});

it("a backup that was claimed since it was listed is not taken for one that nobody can move", async () => {
  const [instance] = world.fleet;
  const { id } = await startBackup(world.operator, { instanceId: instance?.id ?? "" });
  world.runtime.faultPoint = async (point) => {
    if (point !== "before-send") return;
    const claimed = await findRun(world.runtime.db.read, id);
    await settleStray(world.system, claimed ? [claimed] : []);
  };
  await world.tick();
  expect((await world.backup(id)).status).toBe("pending");
});

it("a backup that has ended since it was listed is not said to wait for AWS", async () => {
  const { id } = await startPending();
  await world.live(2 * MINUTE);
  const run = await findRun(world.runtime.db.read, id);
  const error = new ServiceError("internal", "away");
  await postponeLooks(world.system, { runs: run ? [run] : [], error, pauseMs: 1 });
  expect(await world.backup(id)).toMatchObject({
    status: "available",
    statusReason: null,
    notBeforeAt: null,
  });
});

it("an image that failed ends its backup also where no attempt of ours made it", async () => {
  await world.sim.control.addFault({
    scope: { action: "CreateImage" },
    times: 1,
    effect: { kind: "lateFailure", afterMs: 20_000 },
  });
  const { id } = await startPending();
  await world.runtime.db.write(async (tx) => {
    await tx.delete(attempts).where(eq(attempts.backupId, id));
  });
  await world.live(2 * MINUTE);
  expect(await world.backup(id)).toMatchObject({
    status: "failed",
    statusCode: "ImageFailed",
    notBeforeAt: null,
  });
});
