import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY, MINUTE } from "../clock";
import { accounts, alerts, retentionPolicies } from "../db/schema";
import type { NewPlanItem } from "./create-plan";
import { applyPlanItems } from "./apply-plan-items";
import { createPlan } from "./create-plan";
import { gatherPlan } from "./gather-plan";
import { measureDay } from "../retention/measure-day";
import { addRemovedImages } from "../testing/removed-images";
import { limitedTo } from "../testing/people";
import { createRemovalWorld, type RemovalWorld } from "../testing/removal-world";
import { userContext } from "../testing/contexts";
import { applyPlan } from "./apply-plan";
import { cancelPlan } from "./cancel-plan";
import { getPlan } from "./get-plan";
import { requestPlan } from "./request-plan";

let world: RemovalWorld;

beforeEach(async () => {
  world = await createRemovalWorld({ backups: 4 });
});

afterEach(async () => {
  await world.close();
});

/** What retention plans: the two oldest go, the two newest stay. */
async function plan(changes: { breakerReason?: string; items?: NewPlanItem[] } = {}) {
  await world.runtime.db.write((tx) =>
    tx.update(retentionPolicies).set({ enforced: true, keepDays: null, keepCount: 2, floor: 2 }),
  );
  const items = changes.items ?? (await Promise.all([0, 1].map(itemOf)));
  const kind = "retention" as const;
  const { breakerReason = null } = changes;
  const made = { kind, title: "Retention", automatic: true, breakerReason, items };
  const { planId } = await createPlan(world.system, made);
  return planId ?? "";
}

async function itemOf(index: number): Promise<NewPlanItem> {
  const backup = await world.backup(world.at(index).id);
  return {
    accountRef: backup.accountRef,
    region: backup.region,
    backupId: backup.id,
    instanceRef: backup.instanceRef,
    imageId: backup.imageId,
    snapshotIds: [],
    mode: "image_and_snapshots",
    rule: "Not among the newest 2.",
    survivorIds: [world.at(-1).id, world.at(-2).id],
    sizeBytes: 100,
  };
}

const details = (planId: string) => getPlan(world.admin, { planId });
const outcomes = async (planId: string) =>
  (await details(planId)).items.map(({ status, outcome }) => ({ status, outcome }));

function goneOf(indices: number[]) {
  return {
    images: indices.map((index) => world.at(index).imageId),
    snapshots: indices.flatMap((index) => world.at(index).snapshotIds),
  };
}

describe("automatic retention", () => {
  it("gathers, applies by itself, and removes exactly the victims", async () => {
    const planId = await plan();
    await world.remove();
    await world.remove();
    expect(await world.whatIsGone()).toMatchObject(goneOf([0, 1]));
    const after = await details(planId);
    expect(after).toMatchObject({ status: "applied", counts: { removed: { count: 2 } } });
    expect(after.items[0]?.checked).toContain("launch templates, 10,000 versions deep");
    const accountRef = world.fleet[0]?.accountRef ?? "";
    const now = world.runtime.clock.now();
    const of = { accountRef, now, open: 0, planned: 0 };
    expect(await measureDay(world.runtime.db.read, of)).toMatchObject({ removed: 2 });
  });

  it("waits for a person where a breaker stopped it, and says so", async () => {
    const planId = await plan({ breakerReason: "Too many." });
    await world.remove();
    expect((await details(planId)).status).toBe("waiting");
    const [alert] = await world.runtime.db.read.select().from(alerts);
    expect(alert).toMatchObject({ kind: "removal.waiting", link: `/plans/${planId}` });
    await applyPlan(world.admin, { planId });
    await world.remove();
    expect(await world.whatIsGone()).toMatchObject(goneOf([0, 1]));
    const [closed] = await world.runtime.db.read.select().from(alerts);
    expect(closed?.closedAt).not.toBeNull();
  });

  it("stops by itself when an account's day would be too much", async () => {
    const accountRef = world.fleet[0]?.accountRef ?? "";
    const at = world.runtime.clock.now();
    await addRemovedImages(world.runtime, { accountRef, at, count: 9 });
    const planId = await plan();
    await world.remove();
    const stopped = await details(planId);
    expect(stopped.status).toBe("waiting");
    expect(stopped.breakerReason).toContain("11 images of this account");
    expect(await world.calls("DeregisterImage")).toBe(0);
  });

  it("keeps what is held between review and apply", async () => {
    const planId = await plan({ breakerReason: "Too many." });
    await world.remove();
    await world.setBackup(world.at(0).id, { heldAt: 1 });
    await applyPlan(world.admin, { planId });
    await world.remove();
    expect(await world.whatIsGone()).toMatchObject(goneOf([1]));
    expect(await outcomes(planId)).toContainEqual({ status: "kept", outcome: "It is held." });
  });

  it("keeps everything whose survivor a person deleted in between", async () => {
    const planId = await plan({ breakerReason: "Too many." });
    await world.remove();
    await world.sim.control.deleteImage({ imageId: world.at(-1).imageId });
    await applyPlan(world.admin, { planId });
    await world.remove();
    expect((await world.whatIsGone()).images).toEqual([world.at(-1).imageId]);
    const kept = await details(planId);
    expect(kept.status).toBe("applied");
    expect(kept.counts).toMatchObject({ kept: { count: 2 } });
  });

  it("keeps what its policy keeps by AWS's time", async () => {
    const planId = await plan({ breakerReason: "Too many." });
    await world.remove();
    await world.runtime.db.write((tx) => tx.update(retentionPolicies).set({ keepCount: 3 }));
    await applyPlan(world.admin, { planId });
    await world.remove();
    expect(await world.whatIsGone()).toMatchObject({ images: [], snapshots: [] });
    expect((await outcomes(planId)).map(({ status }) => status)).toEqual(["kept", "kept"]);
  });

  it("keeps what its policy keeps, whatever state the record has of its image", async () => {
    const planId = await plan({ breakerReason: "Too many." });
    await world.remove();
    for (const index of [0, 1]) await world.setBackup(world.at(index).id, { imageState: null });
    await world.runtime.db.write((tx) => tx.update(retentionPolicies).set({ keepCount: 3 }));
    await applyPlan(world.admin, { planId });
    await world.remove();
    expect(await world.whatIsGone()).toMatchObject({ images: [], snapshots: [] });
  });

  it("keeps everything of an account that waits to be confirmed", async () => {
    const planId = await plan({ breakerReason: "Too many." });
    await world.remove();
    await world.runtime.db.write((tx) => tx.update(accounts).set({ retentionConfirmedAt: null }));
    await applyPlan(world.admin, { planId });
    await world.remove();
    expect(await world.whatIsGone()).toMatchObject({ images: [], snapshots: [] });
    expect((await outcomes(planId))[0]?.outcome).toContain("Nobody has confirmed");
  });

  it("keeps everything when the newest scheduled run failed in between", async () => {
    const planId = await plan({ breakerReason: "Too many." });
    await world.remove();
    await world.setBackup(world.at(-1).id, { status: "failed" });
    await applyPlan(world.admin, { planId });
    await world.remove();
    expect(await world.whatIsGone()).toMatchObject({ images: [], snapshots: [] });
  });
});

describe("what a person asks for", () => {
  it("below the floor is blocked until the person overrules it", async () => {
    const backupIds = world.old.map(({ id }) => id);
    const { planId } = await requestPlan(world.admin, { backupIds, mode: "image_and_snapshots" });
    await world.remove();
    const waiting = await details(planId ?? "");
    expect(waiting).toMatchObject({ status: "waiting", counts: { blocked: { count: 4 } } });
    expect(waiting.items[0]?.evidence[0]?.sentence).toContain("last good backup");
    await expect(applyPlan(world.admin, { planId: planId ?? "" })).rejects.toMatchObject({
      code: "conflict",
    });
    const overruledItemIds = waiting.items.map(({ id }) => id);
    await applyPlan(world.admin, { planId: planId ?? "", overruledItemIds });
    await world.remove();
    expect((await world.whatIsGone()).images).toHaveLength(4);
  });

  it("is in one open plan alone, the overruled too", async () => {
    const backupIds = world.old.map(({ id }) => id);
    const below = await requestPlan(world.admin, { backupIds, mode: "image_and_snapshots" });
    await world.remove();
    const { items } = await details(below.planId ?? "");
    const oldest = items.find(({ backupId }) => backupId === world.at(0).id);
    const one = await requestPlan(world.admin, { backupIds: [world.at(0).id], mode: "image" });
    await world.remove();
    const overruling = { planId: below.planId ?? "", overruledItemIds: [oldest?.id ?? ""] };
    await expect(applyPlan(world.admin, overruling)).rejects.toMatchObject({
      code: "conflict",
      reason: "in_another_plan",
    });
    await cancelPlan(world.admin, { planId: one.planId ?? "" });
    expect((await applyPlan(world.admin, overruling)).status).toBe("applying");
  });

  it("names what cannot be in the plan", async () => {
    await world.setBackup(world.at(0).id, { heldAt: 1 });
    const asked = await requestPlan(world.admin, {
      backupIds: [world.at(0).id, "bak_unknown"],
      mode: "image",
    });
    expect(asked).toEqual({
      planId: null,
      taken: 0,
      left: [
        { backupId: world.at(0).id, reason: "It is held." },
        { backupId: "bak_unknown", reason: "It does not exist." },
      ],
    });
  });

  it("removes records alone, with the images tagged as kept", async () => {
    const backupIds = [world.at(0).id];
    const { planId } = await requestPlan(world.admin, { backupIds, mode: "record" });
    await world.remove();
    await applyPlan(world.admin, { planId: planId ?? "" });
    await world.remove();
    expect((await world.victim()).status).toBe("forgotten");
    const { items } = await world.sim.control.images({ imageId: world.at(0).imageId });
    expect(items[0]).toMatchObject({ state: "available", tags: { "amivault:keep": "true" } });
  });
});

it("expires after a day, and can be cancelled before", async () => {
  const first = await plan({ breakerReason: "Too many." });
  await world.remove();
  await world.advance(DAY + MINUTE);
  await world.remove();
  expect((await details(first)).status).toBe("expired");
  expect((await outcomes(first)).map(({ status }) => status)).toEqual(["kept", "kept"]);
  const second = await plan({ breakerReason: "Too many." });
  await world.remove();
  expect((await cancelPlan(world.admin, { planId: second })).status).toBe("cancelled");
  await expect(applyPlan(world.admin, { planId: second })).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await world.calls("DeregisterImage")).toBe(0);
});

it("keeps what came to be used while its removal waited to be sent", async () => {
  const planId = await plan();
  await gatherPlan(world.runtime, { planId });
  await applyPlanItems(world.runtime, { planId });
  expect((await world.victim()).status).toBe("deleting");
  const { accountId, region } = world.fleet[0] ?? { accountId: "", region: "" };
  await world.sim.control.createInstance({ accountId, region, imageId: world.at(0).imageId });
  await world.advance(16 * MINUTE);
  await world.remove();
  expect((await world.whatIsGone()).images).toEqual([]);
  const old = /looked for too long ago/;
  expect(await outcomes(planId)).toEqual([
    { status: "kept", outcome: expect.stringMatching(old) },
    { status: "kept", outcome: expect.stringMatching(old) },
  ]);
});

it("looks for evidence again that is older than 15 minutes", async () => {
  const planId = await plan({ breakerReason: "Too many." });
  await world.remove();
  const before = await world.calls("DescribeImageReferences");
  await world.advance(16 * MINUTE);
  await applyPlan(world.admin, { planId });
  await world.remove();
  expect(await world.calls("DescribeImageReferences")).toBeGreaterThan(before);
  expect((await details(planId)).status).toBe("applied");
});

it("keeps what was shared after its evidence was gathered", async () => {
  const planId = await plan({ breakerReason: "Too many." });
  await world.remove();
  const { imageId } = world.at(0);
  await world.sim.control.shareImage({ imageId, userIds: ["111122223333"] });
  await world.advance(16 * MINUTE);
  await applyPlan(world.admin, { planId });
  await world.remove();
  const gone = (await world.whatIsGone()).images;
  expect(gone).toEqual([world.at(1).imageId]);
});

it("is neither read nor applied beyond one's role and accounts", async () => {
  const planId = await plan({ breakerReason: "Too many." });
  await world.remove();
  const operator = userContext(world.runtime, "operator");
  await expect(applyPlan(operator, { planId })).rejects.toMatchObject({ code: "forbidden" });
  const elsewhere = await limitedTo(world.runtime, { role: "admin", accounts: ["acc_other"] });
  await expect(getPlan(elsewhere, { planId })).rejects.toMatchObject({ code: "not_found" });
  await expect(applyPlan(elsewhere, { planId })).rejects.toMatchObject({ code: "not_found" });
  await expect(getPlan(world.admin, { planId: "pln_x" })).rejects.toMatchObject({
    code: "not_found",
  });
});
