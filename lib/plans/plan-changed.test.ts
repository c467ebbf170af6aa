import { asc } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { systemContext, type AccountScope } from "../context";
import { events, planItems } from "../db/schema";
import { mayHear } from "../events/event-access";
import { createTwoAccountWorld } from "../testing/two-account-world";
import { closePlan } from "./close-plan";
import { createPlan, type NewPlanItem } from "./create-plan";
import { findPlan } from "./plans.repo";
import { requestInstancesPlan } from "./request-instances-plan";

let world: Awaited<ReturnType<typeof createTwoAccountWorld>>;
beforeEach(async () => {
  world = await createTwoAccountWorld();
});
afterEach(() => world.close());

const ctx = () => systemContext(world.runtime, "retention", "req_1");

/** Of which plans somebody hears who sees these accounts. */
async function heard(accounts: AccountScope): Promise<string[]> {
  const rows = await world.runtime.db.read.select().from(events).orderBy(asc(events.id));
  const listener = { userId: "usr_1", role: "viewer", accounts, owes: false } as const;
  const told = rows.filter(({ type }) => type === "plan.changed");
  return told.filter((row) => mayHear(listener, row)).map(({ entityId }) => entityId);
}

const itemOf = (accountRef: string): NewPlanItem => ({
  accountRef,
  region: "eu-central-1",
  backupId: null,
  instanceRef: null,
  imageId: `ami-new-${accountRef}`,
  snapshotIds: [],
  mode: "image",
  rule: "Old.",
  survivorIds: [],
  sizeBytes: 1,
});

async function plan(...accountRefs: string[]): Promise<string> {
  const items = accountRefs.map(itemOf);
  const made = { kind: "clean_up" as const, title: "Orphans", automatic: false, items };
  return (await createPlan(ctx(), made)).planId ?? "";
}

test("of a plan hears whoever sees a part of it, from its first moment on, and nobody else", async () => {
  const { own, foreign } = world;
  const ours = await plan(own.accountRef);
  const theirs = await plan(foreign.accountRef);
  expect(await heard([own.accountRef])).toEqual([ours]);
  expect(await heard([foreign.accountRef])).toEqual([theirs]);
  expect(await heard("all")).toEqual([ours, theirs]);
  expect(await heard([])).toEqual([]);
});

test("of one that is about several, each of those, and of one without anything who sees all", async () => {
  const { runtime, own } = world;
  const close = (planId: string) =>
    runtime.db.write(async (tx) => {
      const found = await findPlan(tx, planId);
      if (found) await closePlan(tx, ctx(), { plan: found, as: "expired" });
    });
  const both = await plan(own.accountRef, world.foreign.accountRef);
  expect(await heard([own.accountRef])).toEqual([both]);
  await runtime.db.write((tx) => tx.delete(planItems));
  await close(both);
  expect(await heard([own.accountRef])).toEqual([both]);
  expect(await heard("all")).toEqual([both, both]);
});

test("of one whose images are still to be listed, whoever sees an instance of it", async () => {
  const { own, foreign } = world;
  const { planIds } = await requestInstancesPlan(ctx(), { ids: [own.instance] });
  expect(planIds).toHaveLength(1);
  expect(await heard([own.accountRef])).toEqual(planIds);
  expect(await heard([foreign.accountRef])).toEqual([]);
});
