import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, it } from "vitest";
import { updateBackup } from "../backups/update-backup";
import { auditEntries, planItems } from "../db/schema";
import { removeInstance } from "../instances/remove-instance";
import { createRemovalWorld, type RemovalWorld } from "../testing/removal-world";
import { requestInstancesPlan } from "./request-instances-plan";

let world: RemovalWorld;
let ids: string[];
beforeEach(async () => {
  world = await createRemovalWorld({ instances: 2, backups: 3 });
  ids = world.fleet.map(({ id }) => id);
});
afterEach(async () => {
  await world.runtime.close();
  await world.sim.close();
});

it("plans every image of a removed instance for a review, and deletes nothing by itself", async () => {
  const [first = ""] = ids;
  await removeInstance(world.admin, { instanceId: first });
  const { planIds, left } = await requestInstancesPlan(world.admin, { ids: [first] });
  expect([planIds.length, left]).toEqual([1, []]);
  const items = await world.runtime.db.read.select().from(planItems);
  expect(items).toHaveLength(3);
  expect(new Set(items.map(({ instanceRef }) => instanceRef))).toEqual(new Set([first]));
  const audited = await world.runtime.db.read
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.targetId, planIds[0] ?? ""));
  expect(audited.map(({ action }) => action)).toEqual(["plan.create"]);
  expect((await world.sim.control.images({})).items).toHaveLength(6);
});

it("makes no second plan when an answer was lost, and tells of the first one again", async () => {
  const [first = ""] = ids;
  const one = await requestInstancesPlan(world.admin, { ids: [first] });
  expect(await requestInstancesPlan(world.admin, { ids: [first] })).toEqual(one);
  const both = await requestInstancesPlan(world.admin, { ids });
  expect(both.planIds).toEqual([...one.planIds, expect.stringMatching(/^pln_/)]);
  expect(await world.runtime.db.read.$count(planItems)).toBe(6);
});

it("leaves out what is held, and says so", async () => {
  const [held] = world.old;
  await updateBackup(world.admin, { backupId: held?.id ?? "", held: true });
  const { left } = await requestInstancesPlan(world.admin, { ids });
  expect(left).toEqual([{ backupId: held?.id, reason: "It is held." }]);
  expect(await world.runtime.db.read.$count(planItems)).toBe(5);
});

it("makes no plan of nothing, of the unknown, or of another account's", async () => {
  const nothing = { planIds: [], left: [] };
  expect(await requestInstancesPlan(world.admin, { ids: ["ins_nowhere"] })).toEqual(nothing);
  const limited = { ...world.admin, accounts: ["acc_other"] };
  expect(await requestInstancesPlan(limited, { ids })).toEqual(nothing);
});

it("needs an administrator", async () => {
  await expect(requestInstancesPlan(world.operator, { ids })).rejects.toMatchObject({
    code: "forbidden",
  });
});
