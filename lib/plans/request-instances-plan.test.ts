import { asc, eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, it } from "vitest";
import { updateBackup } from "../backups/update-backup";
import { HOUR, MINUTE } from "../clock";
import { auditEntries, backups, planItems, plans } from "../db/schema";
import { removeInstance } from "../instances/remove-instance";
import { selectPlannedInstances } from "../retention/sweep.repo";
import { addBackups, createRemovalWorld, type RemovalWorld } from "../testing/removal-world";
import { limitedTo } from "../testing/people";
import { cancelPlan } from "./cancel-plan";
import { fillPlan } from "./fill-plan";
import { getPlan } from "./get-plan";
import { findPlan } from "./plans.repo";
import { requestInstancesPlan } from "./request-instances-plan";
import { PLAN_BACKUPS_MAX } from "./schemas";

let world: RemovalWorld;
let ids: string[];
let first: string;
beforeEach(async () => {
  world = await createRemovalWorld({ instances: 2, backups: 3 });
  ids = world.fleet.map(({ id }) => id);
  first = ids[0] ?? "";
});
afterEach(async () => {
  await world.runtime.close();
  await world.sim.close();
});

const allItems = () =>
  world.runtime.db.read.select().from(planItems).orderBy(asc(planItems.backupId));

/** The only plan that a request makes. */
async function request(instanceIds: readonly string[]): Promise<string> {
  const { planIds } = await requestInstancesPlan(world.admin, { ids: [...instanceIds] });
  const [planId] = planIds;
  if (planIds.length !== 1 || !planId) throw new Error(`It made ${planIds.length} plans.`);
  return planId;
}

/** So many more good backups of the first instance, in the records alone. */
async function multiplyBackups(count: number): Promise<void> {
  const [model] = await world.runtime.db.read
    .select()
    .from(backups)
    .where(eq(backups.instanceRef, first))
    .limit(1);
  if (!model) throw new Error("There is a backup.");
  const rows = Array.from({ length: count }, (_, index) => ({
    ...model,
    id: `bak_more_${String(index).padStart(5, "0")}`,
    key: `more-${index}`,
    imageId: `ami-more-${index}`,
    // Many of one moment: the id goes on where the moment does not.
    dueAt: model.dueAt - HOUR,
  }));
  for (let from = 0; from < count; from += 200) {
    await world.runtime.db.write((tx) => tx.insert(backups).values(rows.slice(from, from + 200)));
  }
}

it("plans every image of a removed instance for a review, and deletes nothing by itself", async () => {
  await removeInstance(world.admin, { instanceId: first });
  const planId = await request([first]);
  await world.remove();
  const items = await allItems();
  expect(items).toHaveLength(3);
  expect(new Set(items.map(({ instanceRef }) => instanceRef))).toEqual(new Set([first]));
  const plan = await getPlan(world.admin, { planId });
  expect(plan).toMatchObject({ status: "waiting", itemCount: 3, continuedBy: null });
  const audited = await world.runtime.db.read
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.targetId, planId));
  expect(audited.map(({ action }) => action)).toEqual(["plan.create"]);
  expect((await world.sim.control.images({})).items).toHaveLength(6);
});

it("writes no item in the request: the plan is there at once, and tells how far it is", async () => {
  const planId = await request(ids);
  expect(await allItems()).toEqual([]);
  const seen = async () => {
    const { status, itemCount, instances } = await getPlan(world.admin, { planId });
    return { status, itemCount, instances };
  };
  expect(await seen()).toEqual({
    status: "gathering",
    itemCount: 0,
    instances: { listed: 0, of: 2 },
  });
  const plan = await findPlan(world.runtime.db.read, planId);
  if (plan) await fillPlan(world.system, plan);
  expect(await seen()).toMatchObject({ itemCount: 3, instances: { listed: 1, of: 2 } });
  await world.remove();
  expect(await seen()).toMatchObject({ status: "waiting", itemCount: 6 });
});

it("blocks each item until a person overrules it, as nothing of the instance would stay", async () => {
  const planId = await request([first]);
  await world.remove();
  const { counts, items } = await getPlan(world.admin, { planId });
  expect(counts).toMatchObject({ blocked: { count: 3 } });
  expect(items.map(({ survivors }) => survivors)).toEqual([[], [], []]);
  expect(items[0]?.evidence.map(({ kind }) => kind)).toContain("floor");
});

it("makes no second plan when an answer was lost, and tells of the first one again", async () => {
  const one = await request([first]);
  expect(await request([first])).toBe(one);
  await world.remove();
  expect(await request([first])).toBe(one);
  const both = await requestInstancesPlan(world.admin, { ids });
  expect(both.planIds).toEqual([one, expect.stringMatching(/^pln_/)]);
  await world.remove();
  expect(await allItems()).toHaveLength(6);
  await cancelPlan(world.admin, { planId: one });
  expect(await request([first])).not.toBe(one);
});

it("goes on where a process ended in between, and lists nothing twice", async () => {
  await multiplyBackups(450);
  const planId = await request(ids);
  const deaths: string[] = [];
  world.runtime.faultPoint = (point) => {
    if (point !== "after-plan-fill" || deaths.length === 2) return;
    deaths.push(point);
    throw new Error("The process ended.");
  };
  for (let round = 0; round < 10; round++) {
    const plan = await findPlan(world.runtime.db.read, planId);
    if (plan) await fillPlan(world.system, plan).catch(() => null);
  }
  const items = await allItems();
  expect(deaths).toHaveLength(2);
  expect(new Set(items.map(({ backupId }) => backupId)).size).toBe(456);
  expect(items).toHaveLength(456);
  expect((await getPlan(world.admin, { planId })).itemCount).toBe(456);
});

it("lists nothing twice when two workers are at it", async () => {
  await multiplyBackups(450);
  const planId = await request([first]);
  const stale = await findPlan(world.runtime.db.read, planId);
  if (!stale) throw new Error("The plan is there.");
  await Promise.all([1, 2, 3, 4].map(() => fillPlan(world.system, stale)));
  while (await fillPlan(world.system, (await findPlan(world.runtime.db.read, planId)) ?? stale));
  expect(await allItems()).toHaveLength(453);
});

it("goes on in another plan where one is full, and tells of both when it is asked again", async () => {
  await multiplyBackups(PLAN_BACKUPS_MAX + 50);
  const planId = await request(ids);
  const fill = async (id: string) => {
    for (let plan = await findPlan(world.runtime.db.read, id); plan;) {
      if (!(await fillPlan(world.system, plan))) return;
      plan = await findPlan(world.runtime.db.read, id);
    }
  };
  await fill(planId);
  const full = await getPlan(world.admin, { planId });
  expect(full).toMatchObject({ itemCount: PLAN_BACKUPS_MAX, requestedBy: "test-admin" });
  const nextId = full.continuedBy ?? "";
  await fill(nextId);
  const next = await getPlan(world.admin, { planId: nextId });
  expect(next).toMatchObject({ itemCount: 56, requestedBy: "test-admin", continuedBy: null });
  expect(new Set((await allItems()).map(({ backupId }) => backupId)).size).toBe(1_056);
  expect((await requestInstancesPlan(world.admin, { ids })).planIds).toEqual([planId, nextId]);
});

it("ends with its plan: what was not listed when it was cancelled stays out of it", async () => {
  const planId = await request(ids);
  await cancelPlan(world.admin, { planId });
  await world.remove();
  expect(await allItems()).toEqual([]);
});

it("names what is held or in another plan as kept, with the reason", async () => {
  const [held] = world.old;
  await updateBackup(world.admin, { backupId: held?.id ?? "", held: true });
  const planId = await request([first]);
  await world.remove();
  const { items, itemCount } = await getPlan(world.admin, { planId, status: "kept" });
  expect(items.map(({ backupId, outcome }) => ({ backupId, outcome }))).toEqual([
    { backupId: held?.id, outcome: "It is held." },
  ]);
  expect(itemCount).toBe(3);
});

it("does not ask for what became available after the person did, and counts it as staying", async () => {
  const planId = await request([first]);
  await world.advance(MINUTE);
  const [instance] = world.fleet;
  if (!instance) throw new Error("There is an instance.");
  const [newer] = await addBackups(world, instance, 1);
  await world.setBackup(newer?.id ?? "", { endedAt: world.runtime.clock.now() });
  await world.remove();
  const { items } = await getPlan(world.admin, { planId });
  expect(items.map(({ backupId }) => backupId)).not.toContain(newer?.id);
  expect(items[0]?.survivors.map(({ backupId }) => backupId)).toEqual([newer?.id]);
});

it("keeps retention away from an instance as soon as its deletion is asked for", async () => {
  await request([first]);
  expect(await selectPlannedInstances(world.runtime.db.read)).toEqual(new Set([first]));
});

it("makes no plan of nothing, of the unknown, or of another account's", async () => {
  const nothing = { planIds: [] };
  expect(await requestInstancesPlan(world.admin, { ids: ["ins_nowhere"] })).toEqual(nothing);
  const limited = await limitedTo(world.runtime, { role: "admin", accounts: ["acc_other"] });
  expect(await requestInstancesPlan(limited, { ids })).toEqual(nothing);
  expect(await world.runtime.db.read.$count(plans)).toBe(0);
});

it("shows a plan that is being made to whom may see its accounts, and to nobody else", async () => {
  const planId = await request([first]);
  const accountRef = world.fleet[0]?.accountRef ?? "";
  const own = await getPlan({ ...world.admin, accounts: [accountRef] }, { planId });
  expect(own.id).toBe(planId);
  await expect(
    getPlan({ ...world.admin, accounts: ["acc_other"] }, { planId }),
  ).rejects.toMatchObject({ code: "not_found" });
});

it("needs an administrator", async () => {
  await expect(requestInstancesPlan(world.operator, { ids })).rejects.toMatchObject({
    code: "forbidden",
  });
});
