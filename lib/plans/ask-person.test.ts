import { isNull } from "drizzle-orm";
import { afterEach, beforeEach, expect, it } from "vitest";
import { takesAlert } from "../channels/channel-rules.pure";
import { systemContext, type Context } from "../context";
import { alerts, planItems } from "../db/schema";
import { createTwoAccountWorld, OF_FOREIGN } from "../testing/two-account-world";
import { askPerson, clearWaiting } from "./ask-person";
import { findPlan } from "./plans.repo";

let world: Awaited<ReturnType<typeof createTwoAccountWorld>>;
let ctx: Context;
beforeEach(async () => {
  world = await createTwoAccountWorld();
  ctx = systemContext(world.runtime, "retention", "req_1");
});
afterEach(() => world.close());

async function listWaiting() {
  const rows = await world.runtime.db.read.select().from(alerts).where(isNull(alerts.closedAt));
  return rows.filter(({ kind }) => kind === "removal.waiting");
}

async function ask(planId: string) {
  await world.runtime.db.write(async (tx) => {
    const plan = await findPlan(tx, planId);
    if (plan) await askPerson(tx, ctx, { ...plan, automatic: true });
  });
}

it("is told of each account by itself, and through no other account's channel", async () => {
  const { own, foreign } = world;
  const waiting = await listWaiting();
  const [first] = waiting.filter(({ accountRef }) => accountRef === own.accountRef);
  const [second] = waiting.filter((alert) => alert !== first);
  expect(first).toMatchObject({ accountRef: own.accountRef, link: `/plans/${own.plan}` });
  expect(second).toMatchObject({ accountRef: foreign.accountRef, link: `/plans/${foreign.plan}` });
  expect(second?.message).toContain(`Retention in foreign thing (${foreign.accountId}): `);
  const rules = { accountRefs: [own.accountRef] };
  const told = waiting.filter((alert) => takesAlert(rules, alert));
  expect(told.map(({ id }) => id)).toEqual([first?.id]);
});

it("names no account where the plan is of more than one", async () => {
  await ask(world.mixed.plan);
  const [mixed] = (await listWaiting()).filter(({ accountRef }) => accountRef === null);
  expect(mixed).toMatchObject({ memberCount: 1, link: "/plans?status=waiting" });
  expect(mixed?.message).not.toContain("mixed");
  await world.runtime.db.write((tx) => tx.delete(planItems));
  await ask(world.foreign.plan);
  const none = (await listWaiting()).filter(({ accountRef }) => accountRef === null);
  expect(JSON.stringify(none)).not.toMatch(OF_FOREIGN);
});

it("is over for the one plan that is", async () => {
  const over = { planId: world.own.plan, reason: "The plan was cancelled." };
  await world.runtime.db.write((tx) => clearWaiting(tx, ctx, over));
  expect((await listWaiting()).map(({ accountRef }) => accountRef)).toEqual([
    world.foreign.accountRef,
  ]);
});
