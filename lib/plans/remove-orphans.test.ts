import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { auditEntries, backups } from "../db/schema";
import { createRemovalWorld, type RemovalWorld } from "../testing/removal-world";
import { applyPlan } from "./apply-plan";
import { cancelPlan } from "./cancel-plan";
import { createPlan, type NewPlanItem } from "./create-plan";
import { getPlan } from "./get-plan";

let world: RemovalWorld;

beforeEach(async () => {
  world = await createRemovalWorld({ backups: 4 });
});

afterEach(async () => {
  await world.close();
});

const details = (planId: string) => getPlan(world.admin, { planId });

function goneOf(indices: number[]) {
  return {
    images: indices.map((index) => world.at(index).imageId),
    snapshots: indices.flatMap((index) => world.at(index).snapshotIds),
  };
}

describe("orphans, by a plan that a person applies", () => {
  const orphan = async (changes: Partial<NewPlanItem>): Promise<NewPlanItem> => ({
    accountRef: (await world.victim()).accountRef,
    region: (await world.victim()).region,
    backupId: null,
    instanceRef: null,
    imageId: world.at(0).imageId,
    snapshotIds: [],
    mode: "image_and_snapshots",
    sizeBytes: 100,
    survivorIds: [],
    rule: "No record wants it.",
    ...changes,
  });

  async function cleanUp(item: NewPlanItem) {
    const kind = "clean_up" as const;
    const made = { kind, title: "Orphans", automatic: false, items: [item] };
    const { planId } = await createPlan(world.admin, made);
    await world.remove();
    const gathered = await details(planId ?? "");
    if (gathered.items[0]?.status === "ready") {
      await applyPlan(world.admin, { planId: planId ?? "" });
      await world.remove();
    }
    return (await details(planId ?? "")).items[0];
  }

  it("an image goes with its snapshots", async () => {
    await world.setBackup(world.at(0).id, { status: "deleted" });
    expect(await cleanUp(await orphan({}))).toMatchObject({ status: "removed" });
    expect(await world.whatIsGone()).toMatchObject(goneOf([0]));
    const audited = await world.runtime.db.read
      .select()
      .from(auditEntries)
      .where(eq(auditEntries.action, "orphan.deleted"));
    expect(audited).toMatchObject([{ after: { imageId: world.at(0).imageId } }]);
  });

  it("what a person cancels meanwhile stays in AWS too", async () => {
    const items = await Promise.all(
      [0, 1].map(async (index) => {
        const { id, imageId, snapshotIds } = world.at(index);
        await world.setBackup(id, { status: "deleted" });
        await world.sim.control.deleteImage({ imageId });
        return orphan({ imageId: null, snapshotIds });
      }),
    );
    const made = { kind: "clean_up" as const, title: "Orphans", automatic: false, items };
    const planId = (await createPlan(world.admin, made)).planId ?? "";
    await world.remove();
    await applyPlan(world.admin, { planId });
    const { write } = world.runtime.db;
    let cancelled = false;
    // As soon as the first of them has ended.
    world.runtime.db.write = async (work) => {
      const result = await write(work);
      if (!cancelled && (await details(planId)).counts.removed) {
        cancelled = true;
        await cancelPlan(world.admin, { planId });
      }
      return result;
    };
    await world.remove();
    const ended = (await details(planId)).items;
    expect(ended.map(({ status }) => status).toSorted()).toEqual(["kept", "removed"]);
    const removed = ended.find(({ status }) => status === "removed");
    expect((await world.whatIsGone()).snapshots).toEqual(removed?.snapshotIds);
  });

  it("an image that a record wants stays", async () => {
    expect(await cleanUp(await orphan({}))).toMatchObject({ status: "kept" });
    expect(await world.calls("DeregisterImage")).toBe(0);
  });

  it.each<Record<string, string | null>>([
    { "amivault:owner": null },
    { "amivault:keep": "yes" },
    { "amivault:hold": "yes" },
  ])("one with the tags %o is blocked", async (tags) => {
    await world.setBackup(world.at(0).id, { status: "deleted" });
    await world.sim.control.retag({ resourceId: world.at(0).imageId, tags });
    expect(await cleanUp(await orphan({}))).toMatchObject({ status: "blocked" });
  });

  describe("the second image of a backup", () => {
    /** The oldest backup's own image, and the next one's as its other copy. */
    async function second(): Promise<NewPlanItem> {
      const { id, imageId } = world.at(1);
      await world.setBackup(id, { status: "deleted" });
      await world.setBackup(world.at(0).id, { secondImageId: imageId });
      return orphan({ imageId });
    }

    it("goes while the first is good", async () => {
      expect(await cleanUp(await second())).toMatchObject({ status: "removed" });
      expect(await world.whatIsGone()).toMatchObject(goneOf([1]));
    });

    it("stays when AWS has lost the first since it was planned", async () => {
      const item = await second();
      await world.sim.control.deleteImage({ imageId: world.at(0).imageId });
      expect(await cleanUp(item)).toMatchObject({
        status: "kept",
        outcome: expect.stringMatching(/own image, ami-\w+, is not available/),
      });
      expect(await world.calls("DeregisterImage")).toBe(0);
    });

    it("stays when its backup changes between the proof and the send", async () => {
      const item = await second();
      const { write } = world.runtime.db;
      let changes = 1;
      // Two are asked when evidence is gathered; the first write after the third is the claim.
      world.runtime.db.write = async (work) => {
        const isProven = (await world.calls("DescribeImages")) > 2;
        if (isProven && changes-- > 0) {
          await write((tx) =>
            tx
              .update(backups)
              .set({ status: "gone" })
              .where(eq(backups.id, world.at(0).id)),
          );
        }
        return write(work);
      };
      expect(await cleanUp(item)).toMatchObject({ status: "kept" });
      expect(await world.calls("DeregisterImage")).toBe(0);
    });
  });

  it("a snapshot goes alone", async () => {
    await world.setBackup(world.at(0).id, { status: "deleted" });
    await world.sim.control.deleteImage({ imageId: world.at(0).imageId });
    const item = await orphan({ imageId: null, snapshotIds: world.at(0).snapshotIds });
    expect(await cleanUp(item)).toMatchObject({ status: "removed" });
    expect((await world.whatIsGone()).snapshots).toEqual(world.at(0).snapshotIds);
  });
});
