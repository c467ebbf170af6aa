import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { BackupRow } from "../backups/backup-row";
import { MINUTE } from "../clock";
import { alerts, auditEntries, credentials } from "../db/schema";
import { createRemovalWorld, type OldBackup, type RemovalWorld } from "../testing/removal-world";
import { startRemoval, type RemovalRefusal, type RemovalStart } from "./start-removal";

let world: RemovalWorld;

beforeEach(async () => {
  world = await createRemovalWorld();
});

afterEach(async () => {
  await world.close();
});

function old(index: number): OldBackup {
  const found = world.old.at(index);
  if (!found) throw new Error("There is no such backup.");
  return found;
}

/** The oldest, with the two newest to stay. */
async function start(
  changes: Partial<Omit<RemovalStart, "backup">> = {},
  id = old(0).id,
): Promise<RemovalRefusal | null> {
  const backup = await world.backup(id);
  return world.runtime.db.write((tx) =>
    startRemoval(tx, world.system, {
      backup,
      mode: "image_and_snapshots",
      itemId: null,
      survivorIds: [old(-1).id, old(-2).id],
      belowFloor: false,
      message: "Removed by a test.",
      ...changes,
    }),
  );
}

async function victim(): Promise<BackupRow> {
  return world.backup(old(0).id);
}

/** By the simulator's truth, with what the record says. */
async function whatIsGone() {
  const [images, snapshots] = [await world.liveImageIds(), await world.liveSnapshotIds()];
  return {
    status: (await victim()).status,
    images: world.old.map((row) => row.imageId).filter((id) => !images.includes(id)),
    snapshots: world.old.flatMap((row) => row.snapshotIds).filter((id) => !snapshots.includes(id)),
  };
}

function onlyTheVictim() {
  const { imageId, snapshotIds } = old(0);
  return { status: "deleted", images: [imageId], snapshots: snapshotIds };
}

/** The reason, where nothing was sent and the image is there. */
async function whyKept(): Promise<string | null> {
  const backup = await victim();
  if (backup.status !== "available") return `it is ${backup.status}`;
  if (!(await world.liveImageIds()).includes(old(0).imageId)) return "its image is gone";
  const calls = await world.calls("DeregisterImage");
  return calls > 0 ? `${calls} calls were sent` : backup.statusReason;
}

it("takes the image with its snapshots, in one proof and one call, and keeps the tombstone", async () => {
  expect(await start()).toBeNull();
  await world.remove();
  expect(await whatIsGone()).toEqual(onlyTheVictim());
  expect(await world.calls("DescribeImages")).toBe(1);
  expect(await world.calls("DeregisterImage")).toBe(1);
  expect(await world.calls("DescribeSnapshots")).toBe(0);
  const [snapshot] = await world.snapshotsOf(old(0).id);
  expect(snapshot).toMatchObject({ chaseAt: null, deletedAt: world.runtime.clock.now() });
  const audited = await world.runtime.db.read
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.targetId, old(0).id));
  expect(audited.map(({ action }) => action)).toEqual(["backup.deleting", "backup.deleted"]);
});

it("leaves the snapshots, tagged as kept, when only the image shall go", async () => {
  await start({ mode: "image" });
  await world.remove();
  expect((await victim()).status).toBe("deleted");
  expect(await world.liveImageIds()).not.toContain(old(0).imageId);
  const { items } = await world.sim.control.snapshots({ snapshotId: old(0).snapshotIds[0] ?? "" });
  expect(items[0]).toMatchObject({ state: "completed", tags: { "amivault:keep": "true" } });
  await world.removeFor(10 * MINUTE, MINUTE);
  expect(await world.liveSnapshotIds()).toContain(old(0).snapshotIds[0]);
});

describe("does not begin", () => {
  it("with what is held", async () => {
    await world.setBackup(old(0).id, { heldAt: 1 });
    expect(await start()).toMatchObject({ code: "Held" });
  });

  it("without a survivor", async () => {
    await world.setBackup(old(-1).id, { status: "gone" });
    expect(await start()).toMatchObject({ code: "SurvivorLost" });
  });

  it("below the floor, unless a person says so", async () => {
    await world.setBackup(old(1).id, { heldAt: 1 });
    await world.setBackup(old(2).id, { heldAt: 1 });
    expect(await start({ survivorIds: [] })).toMatchObject({ code: "BelowFloor" });
    expect(await start({ survivorIds: [], belowFloor: true })).toBeNull();
  });

  it("with what AWS has not called failed", async () => {
    await world.setBackup(old(0).id, { status: "failed", imageState: "pending" });
    expect(await start()).toMatchObject({ code: "NotRemovable" });
  });
});

describe("is available again, and nothing was sent,", () => {
  it("when somebody else deregistered the image", async () => {
    await start();
    await world.sim.control.deleteImage({ imageId: old(0).imageId });
    await world.remove();
    const backup = await victim();
    expect(backup).toMatchObject({ status: "available", statusCode: "ImageGone" });
    expect(await world.calls("DeregisterImage")).toBe(0);
    expect(await world.liveSnapshotIds()).toContain(old(0).snapshotIds[0]);
  });

  it("when a person deregistered a survivor in between", async () => {
    await start();
    await world.sim.control.deleteImage({ imageId: old(-1).imageId });
    await world.remove();
    expect(await whyKept()).toMatch(/was to stay in its place, is not there/);
  });

  it("when a survivor failed", async () => {
    await start();
    await world.sim.control.failImage({ imageId: old(-1).imageId });
    await world.remove();
    expect(await whyKept()).toMatch(/was to stay in its place, is failed in AWS/);
  });

  it("when it was held in between", async () => {
    await start();
    await world.setBackup(old(0).id, { heldAt: 1 });
    await world.remove();
    expect(await whyKept()).toMatch(/It is held/);
  });

  it.each<Record<string, string | null>>([
    { "amivault:owner": null },
    { "amivault:owner": "other" },
    { "amivault:backup": "other" },
    { "amivault:attempt": "2" },
  ])("when its tags are %o", async (tags) => {
    await start();
    await world.sim.control.retag({ resourceId: old(0).imageId, tags });
    await world.remove();
    expect(await whyKept()).toMatch(/tag/);
  });

  it("when AWS refuses, with an alert that names the statement", async () => {
    await world.sim.control.deny({ action: "ec2:DeregisterImage" });
    await start();
    await world.remove();
    expect(await victim()).toMatchObject({
      status: "available",
      statusCode: "UnauthorizedOperation",
    });
    const [alert] = await world.runtime.db.read.select().from(alerts);
    expect(alert).toMatchObject({ kind: "removal.failed", memberCount: 1 });
    expect(alert?.suggestion).toContain("ec2:DeregisterImage");
  });
});

it("stops all removal while the clocks disagree, says so, and goes on when they agree", async () => {
  await world.sim.control.configure({ skewMs: 6 * MINUTE });
  await start();
  await world.remove();
  expect(await victim()).toMatchObject({ status: "deleting", statusCode: "ClockSkew" });
  expect(await world.calls("DeregisterImage")).toBe(0);
  const [alert] = await world.runtime.db.read.select().from(alerts);
  expect(alert).toMatchObject({ kind: "removal.stopped", severity: "critical", closedAt: null });
  await world.sim.control.configure({ skewMs: 0 });
  await world.advance(MINUTE);
  await world.remove();
  expect(await whatIsGone()).toEqual(onlyTheVictim());
  const [closed] = await world.runtime.db.read.select().from(alerts);
  expect(closed?.closedAt).not.toBeNull();
});

describe("lost answers", () => {
  it("a removal that took effect unheard ends, its snapshots proven gone", async () => {
    await world.sim.control.addFault({
      scope: { action: "DeregisterImage" },
      times: 1,
      effect: { kind: "loseReply" },
    });
    await start();
    await world.remove();
    expect((await victim()).status).toBe("deleting");
    await world.removeFor(MINUTE);
    expect(await whatIsGone()).toEqual(onlyTheVictim());
    expect(await world.calls("DeregisterImage")).toBe(1);
    expect((await world.snapshotsOf(old(0).id)).every((row) => row.deletedAt !== null)).toBe(true);
  });

  it("the same while AWS still shows the image: sent again, and told that it is gone", async () => {
    await world.sim.control.addFault({
      scope: { action: "DeregisterImage" },
      effect: { kind: "visibilityLag", ms: MINUTE, of: "images" },
    });
    await world.sim.control.addFault({
      scope: { action: "DeregisterImage" },
      times: 1,
      effect: { kind: "loseReply" },
    });
    await start();
    await world.removeFor(MINUTE);
    expect(await whatIsGone()).toEqual(onlyTheVictim());
  });

  it("a request without effect is sent again, by a proof of its own", async () => {
    await world.sim.control.addFault({
      scope: { action: "DeregisterImage" },
      times: 2,
      effect: { kind: "error", code: "InternalError", httpStatus: 500, phase: "before" },
    });
    await start();
    await world.removeFor(MINUTE);
    expect(await whatIsGone()).toEqual(onlyTheVictim());
    expect(await world.calls("DeregisterImage")).toBe(3);
    expect(await world.calls("DescribeImages")).toBe(3);
  });

  it("is not called available while a lost request may still take effect", async () => {
    await world.sim.control.addFault({
      scope: { action: "DeregisterImage" },
      times: 1,
      effect: { kind: "reset", phase: "before" },
    });
    await start();
    await world.remove();
    await world.sim.control.deleteImage({ imageId: old(-1).imageId });
    await world.removeFor(4 * MINUTE, 30_000);
    expect((await victim()).status).toBe("deleting");
    await world.removeFor(4 * MINUTE, 30_000);
    expect(await victim()).toMatchObject({ status: "available", statusCode: "SurvivorLost" });
    expect(await world.calls("DeregisterImage")).toBe(1);
  });

  it("throttles are waited out, and count as never sent", async () => {
    await world.sim.control.addFault({
      scope: { action: "DeregisterImage" },
      times: 1,
      effect: { kind: "throttle" },
    });
    await start();
    await world.remove();
    expect(await victim()).toMatchObject({ status: "deleting", deregisterSentAt: null });
    await world.removeFor(2 * MINUTE);
    expect(await whatIsGone()).toEqual(onlyTheVictim());
  });
});

describe("snapshots that stay", () => {
  it.each(["internal-error", "client-error", "missing-permissions"] as const)(
    "after %s they are gone after a while",
    async (code) => {
      await world.sim.control.addFault({
        scope: { action: "DeregisterImage" },
        times: 1,
        effect: { kind: "snapshotReturnCode", code },
      });
      await start();
      await world.remove();
      expect(await whatIsGone()).toEqual(onlyTheVictim());
      expect(await world.calls("DeleteSnapshot")).toBe(1);
    },
  );

  it("an answer without results is not success: AWS is asked", async () => {
    await world.sim.control.addFault({
      scope: { action: "DeregisterImage" },
      times: 1,
      effect: { kind: "omit", elements: ["deleteSnapshotResultSet"] },
    });
    await start();
    await world.remove();
    expect(await whatIsGone()).toEqual(onlyTheVictim());
    expect(await world.calls("DescribeSnapshots")).toBe(1);
  });

  it("one that AWS does not delete is chased with growing pauses until it is gone", async () => {
    await world.sim.control.addFault({
      scope: { action: "DeregisterImage" },
      times: 1,
      effect: { kind: "snapshotReturnCode", code: "internal-error" },
    });
    await world.sim.control.addFault({
      scope: { action: "DeleteSnapshot" },
      times: 2,
      effect: { kind: "error", code: "InternalError", httpStatus: 500, phase: "before" },
    });
    await start();
    await world.remove();
    const [left] = await world.snapshotsOf(old(0).id);
    expect(left).toMatchObject({ deletedAt: null, chaseCount: 1 });
    await world.removeFor(2 * MINUTE, 15_000);
    expect(await whatIsGone()).toEqual(onlyTheVictim());
  });

  it.each<Record<string, string | null>>([{ "amivault:owner": null }, { "amivault:keep": "yes" }])(
    "one with the tags %o is left alone",
    async (tags) => {
      await world.sim.control.addFault({
        scope: { action: "DeregisterImage" },
        times: 1,
        effect: { kind: "snapshotReturnCode", code: "client-error" },
      });
      const snapshotId = old(0).snapshotIds[0] ?? "";
      await world.sim.control.retag({ resourceId: snapshotId, tags });
      await start();
      await world.removeFor(2 * MINUTE, MINUTE);
      expect(await world.liveSnapshotIds()).toContain(snapshotId);
      expect(await world.calls("DeleteSnapshot")).toBe(0);
    },
  );
});

describe("a failed image", () => {
  it("goes when AWS itself calls it failed", async () => {
    await world.sim.control.failImage({ imageId: old(0).imageId });
    await world.setBackup(old(0).id, { status: "failed", imageState: "failed" });
    expect(await start()).toBeNull();
    await world.remove();
    expect((await victim()).status).toBe("deleted");
  });

  it("that has become good is available again", async () => {
    await world.setBackup(old(0).id, { status: "failed", imageState: "failed" });
    await start();
    await world.remove();
    expect(await whyKept()).toMatch(/is available/);
  });
});

it("without a credential, what was never sent is available again", async () => {
  await start();
  await world.runtime.db.write((tx) => tx.update(credentials).set({ deletedAt: 1 }));
  await world.remove();
  expect(await victim()).toMatchObject({ status: "available", statusCode: "NoCredential" });
});
