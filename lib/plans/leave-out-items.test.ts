import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { auditEntries, events } from "../db/schema";
import { userContext } from "../testing/contexts";
import { limitedTo } from "../testing/people";
import { createRemovalWorld, type RemovalWorld } from "../testing/removal-world";
import { applyPlan } from "./apply-plan";
import { getPlan } from "./get-plan";
import { leaveOutItems } from "./leave-out-items";
import { listPlans } from "./list-plans";
import { requestPlan } from "./request-plan";

let world: RemovalWorld;
let planId: string;
let itemIds: string[];

beforeEach(async () => {
  world = await createRemovalWorld({ backups: 5 });
  const backupIds = [world.at(0).id, world.at(1).id];
  const requested = await requestPlan(world.admin, { backupIds, mode: "image_and_snapshots" });
  planId = requested.planId ?? "";
  await world.remove();
  const plan = await getPlan(world.admin, { planId });
  itemIds = plan.items.map(({ id }) => id);
});

afterEach(() => world.close());

const audits = async () =>
  world.runtime.db.read
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.action, "plan.leave-out"));

describe("leaving items out of a plan", () => {
  it("keeps them, and lets the others go", async () => {
    const [kept = ""] = itemIds;
    const report = await leaveOutItems(world.admin, { planId, ids: [kept, "pli_none"] });
    expect(report).toMatchObject({
      done: 1,
      refused: 1,
      items: [
        { id: kept, ok: true },
        { id: "pli_none", ok: false, error: { code: "not_found" } },
      ],
    });
    expect(await audits()).toMatchObject([{ targetId: planId, after: { itemIds: [kept] } }]);
    const told = await world.runtime.db.read.select().from(events);
    expect(told.at(-1)).toMatchObject({ type: "plan.changed", entityId: planId });

    await applyPlan(world.admin, { planId });
    for (let round = 0; round < 3; round += 1) await world.remove();
    const after = await getPlan(world.admin, { planId });
    expect(after).toMatchObject({ status: "applied", counts: { kept: { count: 1 } } });
    expect(after.items.find(({ id }) => id === kept)).toMatchObject({
      status: "kept",
      outcome: "Left out by test-admin.",
    });
    expect((await world.whatIsGone()).images).toHaveLength(1);
  });

  it("cancels a plan of which nothing is left", async () => {
    await leaveOutItems(world.admin, { planId, ids: itemIds });
    expect(await getPlan(world.admin, { planId })).toMatchObject({ status: "cancelled" });
    expect(await world.calls("DeregisterImage")).toBe(0);
  });

  it("is done when it is asked for again, as an answer may have been lost", async () => {
    const [kept = "", other = ""] = itemIds;
    await leaveOutItems(world.admin, { planId, ids: [kept] });
    const again = await leaveOutItems(world.admin, { planId, ids: [kept] });
    expect(again).toMatchObject({ done: 1, refused: 0, items: [{ id: kept, ok: true }] });
    await leaveOutItems(world.admin, { planId, ids: [other] });
    // Nothing is left, and the plan is cancelled.
    const last = await leaveOutItems(world.admin, { planId, ids: [other] });
    expect(last).toMatchObject({ done: 1, refused: 0 });
    expect(await audits()).toHaveLength(2);
  });

  it("is refused once the plan is applied, for what goes and what is gone", async () => {
    const [kept = "", gone = ""] = itemIds;
    await leaveOutItems(world.admin, { planId, ids: [kept] });
    await applyPlan(world.admin, { planId });
    await expect(leaveOutItems(world.admin, { planId, ids: [gone] })).rejects.toMatchObject({
      code: "conflict",
    });
    const both = await leaveOutItems(world.admin, { planId, ids: [kept, gone] });
    expect(both).toMatchObject({ done: 1, refused: 1, items: [{ ok: true }, { ok: false }] });
  });

  it("is for who may apply plans, and sees all of it", async () => {
    const input = { planId, ids: itemIds };
    const operator = userContext(world.runtime, "operator");
    await expect(leaveOutItems(operator, input)).rejects.toMatchObject({ code: "forbidden" });
    const elsewhere = await limitedTo(world.runtime, { role: "admin", accounts: ["acc_none"] });
    await expect(leaveOutItems(elsewhere, input)).rejects.toMatchObject({ code: "not_found" });
    await expect(
      leaveOutItems(world.admin, { ...input, planId: "pln_none" }),
    ).rejects.toMatchObject({ code: "not_found" });
    expect(await audits()).toEqual([]);
  });
});

it("plans are listed by what made them", async () => {
  const { items } = await listPlans(world.admin, { kind: "bulk_delete" });
  expect(items.map(({ id }) => id)).toEqual([planId]);
  expect((await listPlans(world.admin, { kind: "retention" })).items).toEqual([]);
});
