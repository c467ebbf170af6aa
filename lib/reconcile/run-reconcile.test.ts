import { eq, isNull } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  accounts,
  alerts,
  auditEntries,
  backups,
  findings,
  instances,
  snapshots,
} from "../db/schema";
import type { BackupStatus } from "../db/schema/constants";
import { createBackupWorld, type BackupWorld, type WorldInstance } from "../testing/backup-world";
import { plantImages, plantRecords, recordId, type PastBackup } from "../testing/reconcile-world";
import { runReconcile } from "./run-reconcile";

const MINUTE = 60_000;
let world: BackupWorld;
let instance: WorldInstance;

beforeEach(async () => {
  world = await createBackupWorld();
  const [first] = world.fleet;
  if (!first) throw new Error("A world has an instance.");
  instance = first;
});
afterEach(() => world.close());

async function plant(
  status: BackupStatus | null,
  tags?: Record<string, string>,
): Promise<PastBackup> {
  const [past] = await plantImages(world.sim, {
    instance,
    count: 1,
    before: world.runtime.clock.now() - planted++ * 86_400_000,
    ...(tags ? { tags } : {}),
  });
  if (!past) throw new Error("An image was planted.");
  if (status !== null) await plantRecords(world.runtime.db, [past], { status });
  return past;
}
let planted = 0;

function reconcile() {
  const { accountRef, region } = instance;
  return runReconcile(world.runtime, { accountRef, region });
}

async function open() {
  return world.runtime.db.read.select().from(findings).where(isNull(findings.resolvedAt));
}

async function record(past: PastBackup) {
  const [row] = await world.runtime.db.read.select().from(backups).where(eq(backups.key, past.key));
  return row;
}

describe("the table of the design, section 7", () => {
  it("an image without a record becomes one, and retention waits for a person", async () => {
    await world.runtime.db.write((tx) => tx.update(accounts).set({ retentionConfirmedAt: 1 }));
    const past = await plant(null);
    await reconcile();
    expect(await record(past)).toMatchObject({
      status: "available",
      kind: "scheduled",
      dueAt: past.dueAt,
      imageId: past.imageId,
      instanceRef: instance.id,
      heldAt: null,
    });
    const { read } = world.runtime.db;
    expect(await read.select().from(accounts)).toMatchObject([{ retentionConfirmedAt: null }]);
    expect(await read.select().from(alerts)).toMatchObject([{ kind: "reconcile.adopted" }]);
    const audited = await read
      .select()
      .from(auditEntries)
      .where(eq(auditEntries.action, "backup.adopt"));
    expect(audited).toHaveLength(1);
    const [listed] = await read.select().from(snapshots);
    expect(listed).toMatchObject({ snapshotId: past.snapshotIds[0], state: "completed" });
    expect((await record(past))?.sizeBytes).toBe(listed?.fullSizeBytes);
    const [sized] = await world.runtime.db.read.select().from(instances);
    expect(sized?.availableBytes).toBe(listed?.fullSizeBytes);
    expect(await open()).toEqual([]);
  });

  it("a hold in AWS is a hold here, and a request stays manual", async () => {
    const past = await plant(null, {
      "amivault:hold": "audit 2026",
      "amivault:due": "request:req-7",
    });
    await reconcile();
    expect(await record(past)).toMatchObject({
      kind: "manual",
      requestId: "req-7",
      heldReason: "audit 2026",
    });
  });

  it("an image of an instance that has no record waits for a person", async () => {
    const { accountId, region } = instance;
    const other = await world.sim.control.createInstance({ accountId, region });
    const [past] = await plantImages(world.sim, {
      instance: { ...instance, instanceId: other.instanceId },
      count: 1,
      before: world.runtime.clock.now(),
    });
    await reconcile();
    expect(await open()).toMatchObject([
      { kind: "unknown_instance", resourceId: past?.imageId, instanceId: other.instanceId },
    ]);
    expect(await world.runtime.db.read.$count(backups)).toBe(0);
  });

  it("what is kept is passed over, image and snapshot, whatever a record says", async () => {
    await plant(null, { "amivault:keep": "" });
    await plant("deleted", { "amivault:keep": "" });
    const past = await plant("gone", { "amivault:keep": "" });
    await reconcile();
    expect((await record(past))?.status).toBe("gone");
    expect(await open()).toEqual([]);
    expect(await world.runtime.db.read.$count(backups)).toBe(2);
  });

  it.each(["expected", "queued", "missed", "failed"] as const)(
    "a record that is %s moves on to what is seen",
    async (status) => {
      const past = await plant(status);
      await reconcile();
      expect(await record(past)).toMatchObject({ status: "pending", imageId: past.imageId });
      await world.live(1 * MINUTE);
      expect(await record(past)).toMatchObject({ status: "available", imageId: past.imageId });
    },
  );

  it("what was gone is back", async () => {
    const past = await plant("gone");
    await reconcile();
    expect(await record(past)).toMatchObject({ status: "available" });
  });

  it("a forgotten record's image is ignored, a deleted one's is an orphan", async () => {
    await plant("forgotten");
    const past = await plant("deleted");
    await reconcile();
    expect(await open()).toMatchObject([
      { kind: "orphan_image", code: "deleted_image", resourceId: past.imageId },
    ]);
  });

  it("a snapshot of a deleted record that lists it is chased, any other is listed", async () => {
    const chased = await plant("deleted");
    const loose = await plant(null);
    for (const { imageId } of [chased, loose]) await world.sim.control.deleteImage({ imageId });
    await reconcile();
    expect(await world.runtime.db.read.select().from(snapshots)).toMatchObject([
      { snapshotId: chased.snapshotIds[0], chaseAt: world.runtime.clock.now() },
    ]);
    expect(await open()).toMatchObject([
      { kind: "orphan_snapshot", resourceId: loose.snapshotIds[0] },
    ]);
  });

  it("a missing image is gone after a second sighting ten minutes later, asked by its id", async () => {
    const past = await plant("available");
    const disabled = await plant("available");
    await world.sim.control.setImageDisabled({ imageId: disabled.imageId, disabled: true });
    await world.sim.control.deleteImage({ imageId: past.imageId, deleteSnapshots: true });
    await reconcile();
    expect(await record(past)).toMatchObject({ status: "available" });
    await world.advance(9 * MINUTE);
    await reconcile();
    expect(await record(past)).toMatchObject({ status: "available" });
    await world.advance(2 * MINUTE);
    await reconcile();
    expect(await record(past)).toMatchObject({ status: "gone" });
    expect(await record(disabled)).toMatchObject({ status: "available", imageState: "disabled" });
    expect((await open()).map(({ code }) => code).toSorted()).toEqual(["disabled", "gone"]);
    await world.sim.control.restoreImage({ imageId: past.imageId });
    await world.advance(6 * 60 * MINUTE);
    await reconcile();
    expect(await record(past)).toMatchObject({ status: "available" });
    expect((await open()).map(({ code }) => code)).not.toContain("gone");
  });

  it("what is another's is named with its owner and never touched", async () => {
    const tags: Record<string, string>[] = [
      { "amivault:owner": "another" },
      { "aws:backup:source-resource": "x" },
      { "aws:dlm:lifecycle-policy-id": "policy-1" },
      {},
    ];
    for (const [index, each] of tags.entries()) {
      await world.sim.control.seedHistory({
        ...instance,
        images: [{ name: `foreign ${index}`, createdAt: 1_700_000_000_000, tags: each }],
      });
    }
    await reconcile();
    const rows = await open();
    expect(rows.map(({ owner }) => owner).toSorted()).toEqual([
      "AWS Backup",
      "Data Lifecycle Manager",
      "a person or another tool",
      "another AMIVault (another)",
    ]);
    expect(rows.every(({ kind }) => kind === "foreign")).toBe(true);
    expect(await world.runtime.db.read.$count(backups)).toBe(0);
  });

  it("a second live image is told, and a pass whose list shows one image again takes it back", async () => {
    const past = await plant("available");
    const twin = await plant(null);
    await world.sim.control.retag({
      resourceId: twin.imageId,
      tags: { "amivault:backup": past.key },
    });
    await reconcile();
    expect(await open()).toMatchObject([{ kind: "second_image", resourceId: twin.imageId }]);
    expect(await record(past)).toMatchObject({ secondImageId: twin.imageId });
    await world.sim.control.deleteImage({ imageId: twin.imageId, deleteSnapshots: true });
    await reconcile();
    expect(await open()).toEqual([]);
    expect(await record(past)).toMatchObject({ secondImageId: null, status: "available" });
  });
});

describe("drift", () => {
  it("each kind has its sentence, and goes when it is mended", async () => {
    const past = await plant("available");
    const [snapshotId] = past.snapshotIds;
    if (snapshotId === undefined) throw new Error("An image has a snapshot.");
    const { control } = world.sim;
    await control.retag({ resourceId: past.imageId, tags: { "amivault:instance": null } });
    await control.protectImage({ imageId: past.imageId });
    await reconcile();
    const [drift] = await open();
    expect(drift).toMatchObject({ kind: "drift", code: "tags_changed", backupId: recordId(past) });
    expect(drift?.message).toContain("amivault:instance");
    expect(drift?.message).toContain("protected from deregistration");
    await control.retag({ resourceId: snapshotId, tags: { "amivault:owner": null } });
    await reconcile();
    expect((await open())[0]?.message).toContain("lost the tag amivault:owner");
    await control.deleteSnapshot({ snapshotId });
    await reconcile();
    expect(await open()).toMatchObject([{ code: "snapshot_missing" }]);
  });

  it("an image that now says it is another's stays untouched and is told", async () => {
    const past = await plant("available");
    const tags = { "amivault:owner": "another" };
    await world.sim.control.retag({ resourceId: past.imageId, tags });
    await reconcile();
    expect(await open()).toMatchObject([{ kind: "drift", code: "owner_changed" }]);
  });
});

describe("a pass", () => {
  it("that fails half-way concludes nothing about what it has not seen", async () => {
    const past = await plant("available");
    await plant("deleted");
    await reconcile();
    expect(await open()).toHaveLength(1);
    await world.sim.control.deleteImage({ imageId: past.imageId, deleteSnapshots: true });
    const { accountId } = instance;
    await world.sim.control.deny({ accountId, action: "ec2:DescribeSnapshots" });
    await world.advance(7 * 60 * MINUTE);
    await reconcile();
    expect(await record(past)).toMatchObject({ status: "available", missingSinceAt: null });
    expect(await open()).toHaveLength(1);
  });

  it("does not judge a record that was not there when it began", async () => {
    const { control } = world.sim;
    const [old, young] = [await plant("available"), await plant("available")];
    for (const { imageId } of [old, young]) {
      await control.deleteImage({ imageId, deleteSnapshots: true });
    }
    const at = world.runtime.clock.now();
    await world.runtime.db.write((tx) =>
      tx
        .update(backups)
        .set({ createdAt: at })
        .where(eq(backups.id, recordId(young))),
    );
    await reconcile();
    expect(await record(old)).toMatchObject({ missingSinceAt: at });
    expect(await record(young)).toMatchObject({ missingSinceAt: null });
  });

  it("run again changes nothing", async () => {
    for (const status of ["available", "deleted", "gone", "missed", null] as const) {
      await plant(status);
    }
    await reconcile();
    await world.live(1 * MINUTE);
    const before = await open();
    const rows = await world.runtime.db.read.select().from(backups);
    await reconcile();
    expect(await world.runtime.db.read.select().from(backups)).toEqual(rows);
    const lastSeenAt = world.runtime.clock.now();
    expect(await open()).toEqual(before.map((finding) => ({ ...finding, lastSeenAt })));
  });

  it("waits for its token and comes back", async () => {
    await plant(null);
    const { aws } = world.runtime;
    await aws.budget.throttled({
      accountId: instance.accountId,
      region: instance.region,
      action: "DescribeImages",
    });
    expect(await reconcile()).toMatchObject({ retryAfterMs: expect.any(Number) });
    expect(await world.runtime.db.read.$count(backups)).toBe(0);
  });
});
