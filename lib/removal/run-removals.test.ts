import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MINUTE } from "../clock";
import { alerts, auditEntries, credentials } from "../db/schema";
import { createRemovalWorld, type RemovalWorld } from "../testing/removal-world";

let world: RemovalWorld;

beforeEach(async () => {
  world = await createRemovalWorld();
});

afterEach(async () => {
  await world.close();
});

it("takes the image with its snapshots, in one proof and one call, and keeps the tombstone", async () => {
  expect(await world.start()).toBeNull();
  await world.remove();
  expect(await world.whatIsGone()).toEqual(world.onlyTheVictim());
  expect(await world.calls("DescribeImages")).toBe(1);
  expect(await world.calls("DeregisterImage")).toBe(1);
  expect(await world.calls("DescribeSnapshots")).toBe(0);
  const [snapshot] = await world.snapshotsOf(world.at(0).id);
  expect(snapshot).toMatchObject({ chaseAt: null, deletedAt: world.runtime.clock.now() });
  const audited = await world.runtime.db.read
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.targetId, world.at(0).id));
  expect(audited.map(({ action }) => action)).toEqual(["backup.deleting", "backup.deleted"]);
  expect(audited[1]?.awsRequestIds).toContainEqual(expect.stringMatching(/^DeregisterImage \S+$/));
});

it("leaves the snapshots, tagged as kept, when only the image shall go", async () => {
  await world.start({ mode: "image" });
  await world.remove();
  expect((await world.victim()).status).toBe("deleted");
  expect(await world.liveImageIds()).not.toContain(world.at(0).imageId);
  const { items } = await world.sim.control.snapshots({
    snapshotId: world.at(0).snapshotIds[0] ?? "",
  });
  expect(items[0]).toMatchObject({ state: "completed", tags: { "amivault:keep": "true" } });
  await world.removeFor(10 * MINUTE, MINUTE);
  expect(await world.liveSnapshotIds()).toContain(world.at(0).snapshotIds[0]);
});

it("keeps a failed image failed whose snapshots AWS lets nobody tag", async () => {
  await world.setBackup(world.at(0).id, { status: "failed", imageState: "failed" });
  await world.sim.control.failImage({ imageId: world.at(0).imageId, state: "failed" });
  await world.sim.control.deny({ action: "ec2:CreateTags" });
  expect(await world.start({ mode: "image", survivorIds: [] })).toBeNull();
  await world.remove();
  expect(await world.victim()).toMatchObject({
    status: "failed",
    statusCode: "UnauthorizedOperation",
  });
});

describe("does not begin", () => {
  it("with what is held", async () => {
    await world.setBackup(world.at(0).id, { heldAt: 1 });
    expect(await world.start()).toMatchObject({ code: "Held" });
  });

  it("without a survivor", async () => {
    await world.setBackup(world.at(-1).id, { status: "gone" });
    expect(await world.start()).toMatchObject({ code: "SurvivorLost" });
  });

  it("below the floor, unless a person says so", async () => {
    await world.setBackup(world.at(1).id, { heldAt: 1 });
    await world.setBackup(world.at(2).id, { heldAt: 1 });
    expect(await world.start({ survivorIds: [] })).toMatchObject({ code: "BelowFloor" });
    expect(await world.start({ survivorIds: [], belowFloor: true })).toBeNull();
  });

  it("with what AWS has not called failed", async () => {
    await world.setBackup(world.at(0).id, { status: "failed", imageState: "pending" });
    expect(await world.start()).toMatchObject({ code: "NotRemovable" });
  });
});

describe("is available again, and nothing was sent,", () => {
  it("when somebody else deregistered the image", async () => {
    await world.start();
    await world.sim.control.deleteImage({ imageId: world.at(0).imageId });
    await world.remove();
    const backup = await world.victim();
    expect(backup).toMatchObject({ status: "available", statusCode: "ImageGone" });
    expect(await world.calls("DeregisterImage")).toBe(0);
    expect(await world.liveSnapshotIds()).toContain(world.at(0).snapshotIds[0]);
  });

  it("when a person deregistered a survivor in between", async () => {
    await world.start();
    await world.sim.control.deleteImage({ imageId: world.at(-1).imageId });
    await world.remove();
    expect(await world.whyKept()).toMatch(/was to stay in its place, is not there/);
  });

  it("when a survivor failed", async () => {
    await world.start();
    await world.sim.control.failImage({ imageId: world.at(-1).imageId });
    await world.remove();
    expect(await world.whyKept()).toMatch(/was to stay in its place, is failed in AWS/);
  });

  it("when it was held in between", async () => {
    await world.start();
    await world.setBackup(world.at(0).id, { heldAt: 1 });
    await world.remove();
    expect(await world.whyKept()).toMatch(/It is held/);
  });

  it.each<Record<string, string | null>>([
    { "amivault:owner": null },
    { "amivault:owner": "other" },
    { "amivault:backup": "other" },
    { "amivault:attempt": "2" },
  ])("when its tags are %o", async (tags) => {
    await world.start();
    await world.sim.control.retag({ resourceId: world.at(0).imageId, tags });
    await world.remove();
    expect(await world.whyKept()).toMatch(/tag/);
  });

  it("when AWS refuses, with an alert that names the statement", async () => {
    await world.sim.control.deny({ action: "ec2:DeregisterImage" });
    await world.start();
    await world.remove();
    expect(await world.victim()).toMatchObject({
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
  await world.start();
  await world.remove();
  expect(await world.victim()).toMatchObject({ status: "deleting", statusCode: "ClockSkew" });
  expect(await world.calls("DeregisterImage")).toBe(0);
  const [alert] = await world.runtime.db.read.select().from(alerts);
  expect(alert).toMatchObject({ kind: "removal.stopped", severity: "critical", closedAt: null });
  await world.sim.control.configure({ skewMs: 0 });
  await world.advance(MINUTE);
  await world.remove();
  expect(await world.whatIsGone()).toEqual(world.onlyTheVictim());
  const [closed] = await world.runtime.db.read.select().from(alerts);
  expect(closed?.closedAt).not.toBeNull();
});

describe("a failed image", () => {
  it("goes when AWS itself calls it failed", async () => {
    await world.sim.control.failImage({ imageId: world.at(0).imageId });
    await world.setBackup(world.at(0).id, { status: "failed", imageState: "failed" });
    expect(await world.start()).toBeNull();
    await world.remove();
    expect((await world.victim()).status).toBe("deleted");
  });

  it("that has become good is available again", async () => {
    await world.setBackup(world.at(0).id, { status: "failed", imageState: "failed" });
    await world.start();
    await world.remove();
    expect(await world.whyKept()).toMatch(/is available/);
  });
});

it("without a credential, what was never sent is available again", async () => {
  await world.start();
  await world.runtime.db.write((tx) => tx.update(credentials).set({ deletedAt: 1 }));
  await world.remove();
  expect(await world.victim()).toMatchObject({ status: "available", statusCode: "NoCredential" });
});

it("without a credential, what may have been sent ends by the next one that is added", async () => {
  await world.sim.control.addFault({
    scope: { action: "DeregisterImage" },
    times: 1,
    effect: { kind: "loseReply" },
  });
  const setDeleted = (deletedAt: number | null) =>
    world.runtime.db.write((tx) => tx.update(credentials).set({ deletedAt }));
  await world.start();
  await world.remove();
  await setDeleted(1);
  await world.removeFor(MINUTE, 30_000);
  expect(await world.victim()).toMatchObject({ status: "deleting", statusCode: "NoCredential" });
  await setDeleted(null);
  await world.removeFor(6 * MINUTE, MINUTE);
  expect(await world.whatIsGone()).toEqual(world.onlyTheVictim());
});

describe("what refers to an image", () => {
  it("may be 15 minutes old when its removal is sent", async () => {
    await world.start();
    await world.advance(15 * MINUTE);
    await world.remove();
    expect(await world.whatIsGone()).toEqual(world.onlyTheVictim());
  });

  it("is not told by an older look: nothing is sent, and it is available again", async () => {
    await world.start();
    await world.advance(15 * MINUTE + 1);
    await world.remove();
    expect(await world.whyKept()).toMatch(/looked for too long ago/);
  });
});
