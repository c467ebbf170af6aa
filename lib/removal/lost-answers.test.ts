import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY, MINUTE } from "../clock";
import { alerts, auditEntries, snapshots } from "../db/schema";
import { createRemovalWorld, type RemovalWorld } from "../testing/removal-world";

let world: RemovalWorld;

beforeEach(async () => {
  world = await createRemovalWorld();
});

afterEach(async () => {
  await world.close();
});

describe("lost answers", () => {
  it("a removal that took effect unheard ends, its snapshots proven gone", async () => {
    await world.sim.control.addFault({
      scope: { action: "DeregisterImage" },
      times: 1,
      effect: { kind: "loseReply" },
    });
    await world.start();
    await world.remove();
    expect((await world.victim()).status).toBe("deleting");
    await world.removeFor(MINUTE);
    expect(await world.whatIsGone()).toEqual(world.onlyTheVictim());
    expect(await world.calls("DeregisterImage")).toBe(1);
    expect((await world.snapshotsOf(world.at(0).id)).every((row) => row.deletedAt !== null)).toBe(
      true,
    );
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
    await world.start();
    await world.removeFor(MINUTE);
    expect(await world.whatIsGone()).toEqual(world.onlyTheVictim());
  });

  it("a request without effect is sent again, by a proof of its own", async () => {
    await world.sim.control.addFault({
      scope: { action: "DeregisterImage" },
      times: 2,
      effect: { kind: "error", code: "InternalError", httpStatus: 500, phase: "before" },
    });
    await world.start();
    await world.removeFor(MINUTE);
    expect(await world.whatIsGone()).toEqual(world.onlyTheVictim());
    expect(await world.calls("DeregisterImage")).toBe(3);
    expect(await world.calls("DescribeImages")).toBe(3);
  });

  it("is not called available while a lost request may still take effect", async () => {
    await world.sim.control.addFault({
      scope: { action: "DeregisterImage" },
      times: 1,
      effect: { kind: "reset", phase: "before" },
    });
    await world.start();
    await world.remove();
    await world.sim.control.deleteImage({ imageId: world.at(-1).imageId });
    await world.removeFor(4 * MINUTE, 30_000);
    expect((await world.victim()).status).toBe("deleting");
    await world.removeFor(4 * MINUTE, 30_000);
    expect(await world.victim()).toMatchObject({ status: "available", statusCode: "SurvivorLost" });
    expect(await world.calls("DeregisterImage")).toBe(1);
  });

  it("a request without effect is not sent again after what came to refer to the image meanwhile", async () => {
    await world.sim.control.addFault({
      scope: { action: "DeregisterImage" },
      times: 1,
      effect: { kind: "error", code: "InternalError", httpStatus: 500, phase: "before" },
    });
    await world.start();
    await world.remove();
    const { accountId = "", region = "" } = world.fleet[0] ?? {};
    await world.sim.control.createInstance({ accountId, region, imageId: world.at(0).imageId });
    await world.advance(DAY);
    await world.remove();
    expect(await world.victim()).toMatchObject({ status: "available", statusCode: "EvidenceOld" });
    expect((await world.whatIsGone()).images).toEqual([]);
    expect(await world.calls("DeregisterImage")).toBe(1);
  });

  it("throttles are waited out, and count as never sent", async () => {
    await world.sim.control.addFault({
      scope: { action: "DeregisterImage" },
      times: 1,
      effect: { kind: "throttle" },
    });
    await world.start();
    await world.remove();
    expect(await world.victim()).toMatchObject({ status: "deleting", deregisterSentAt: null });
    await world.removeFor(2 * MINUTE);
    expect(await world.whatIsGone()).toEqual(world.onlyTheVictim());
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
      await world.start();
      await world.remove();
      expect(await world.whatIsGone()).toEqual(world.onlyTheVictim());
      expect(await world.calls("DeleteSnapshot")).toBe(1);
    },
  );

  it("an answer without results is not success: AWS is asked", async () => {
    await world.sim.control.addFault({
      scope: { action: "DeregisterImage" },
      times: 1,
      effect: { kind: "omit", elements: ["deleteSnapshotResultSet"] },
    });
    await world.start();
    await world.remove();
    expect(await world.whatIsGone()).toEqual(world.onlyTheVictim());
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
    await world.start();
    await world.remove();
    const [left] = await world.snapshotsOf(world.at(0).id);
    expect(left).toMatchObject({ deletedAt: null, chaseCount: 1 });
    await world.removeFor(2 * MINUTE, 15_000);
    expect(await world.whatIsGone()).toEqual(world.onlyTheVictim());
    const told = await world.runtime.db.read
      .select()
      .from(auditEntries)
      .where(eq(auditEntries.action, "snapshot.deleted"));
    expect(told).toMatchObject([
      {
        actorType: "system",
        targetId: world.at(0).id,
        before: { snapshotId: world.at(0).snapshotIds[0] },
        awsRequestIds: [
          expect.stringMatching(/^DescribeSnapshots \S+$/),
          expect.stringMatching(/^DeleteSnapshot \S+$/),
        ],
      },
    ]);
  });

  it("one whose proof is older than a minute is not deleted by it", async () => {
    await world.sim.control.addFault({
      scope: { action: "DeregisterImage" },
      times: 1,
      effect: { kind: "snapshotReturnCode", code: "internal-error" },
    });
    let sleeps = 1;
    world.runtime.faultPoint = async (point) => {
      if (point === "before-snapshot-delete" && sleeps-- > 0) await world.advance(MINUTE + 1_000);
    };
    await world.start();
    await world.remove();
    expect(await world.calls("DeleteSnapshot")).toBe(0);
    await world.removeFor(MINUTE, 15_000);
    expect(await world.calls("DescribeSnapshots")).toBe(2);
    expect(await world.whatIsGone()).toEqual(world.onlyTheVictim());
  });

  it("one of a failed backup stays while a person holds it", async () => {
    const { id, snapshotIds } = world.at(0);
    const now = world.runtime.clock.now();
    await world.setBackup(id, { status: "failed", imageState: "failed", heldAt: now });
    await world.sim.control.deleteImage({ imageId: world.at(0).imageId });
    await world.runtime.db.write((tx) =>
      tx.insert(snapshots).values(
        snapshotIds.map((snapshotId) => {
          const imageId = world.at(0).imageId;
          return {
            id: snapshotId,
            backupId: id,
            imageId,
            snapshotId,
            chaseAt: now,
            updatedAt: now,
          };
        }),
      ),
    );
    await world.remove();
    expect((await world.whatIsGone()).snapshots).toEqual([]);
    await world.setBackup(id, { heldAt: null });
    await world.remove();
    expect((await world.whatIsGone()).snapshots).toEqual(snapshotIds);
  });

  it("one that the credential may not delete alerts, until it may", async () => {
    await world.sim.control.deny({ action: "ec2:DeleteSnapshot" });
    await world.start();
    await world.remove();
    const alert = async () => (await world.runtime.db.read.select().from(alerts))[0];
    expect(await alert()).toMatchObject({ kind: "removal.failed", closedAt: null });
    await world.sim.control.allow({});
    await world.removeFor(2 * MINUTE, 15_000);
    expect(await world.whatIsGone()).toEqual(world.onlyTheVictim());
    expect((await alert())?.closedAt).not.toBeNull();
  });

  it.each<Record<string, string | null>>([{ "amivault:owner": null }, { "amivault:keep": "yes" }])(
    "one with the tags %o is left alone",
    async (tags) => {
      await world.sim.control.addFault({
        scope: { action: "DeregisterImage" },
        times: 1,
        effect: { kind: "snapshotReturnCode", code: "client-error" },
      });
      const snapshotId = world.at(0).snapshotIds[0] ?? "";
      await world.sim.control.retag({ resourceId: snapshotId, tags });
      await world.start();
      await world.removeFor(2 * MINUTE, MINUTE);
      expect(await world.liveSnapshotIds()).toContain(snapshotId);
      expect(await world.calls("DeleteSnapshot")).toBe(0);
    },
  );
});
