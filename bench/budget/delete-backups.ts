import { setTimeout as sleep } from "node:timers/promises";
import { and, asc, eq, inArray } from "drizzle-orm";
import { backups, planItems, plans } from "#lib/db/schema/index";
import { applyPlan } from "#lib/plans/apply-plan";
import { requestPlan } from "#lib/plans/request-plan";
import { begin } from "#lib/removal/delete-backup";
import type { CallEntry } from "#simulator/core/call-log";
import { say } from "../report";
import { readCalls } from "../world/effects";
import type { BudgetWorld } from "./world";

const MODE = "image_and_snapshots";
const LOOK_EVERY_MS = 500;
const WAIT_MS_MAX = 240_000;

/** Every call of the account with the backlog while these were deleted. */
export type Deletion = { backups: number; calls: CallEntry[] };

/** As a single deletion goes once it was confirmed: proof and removal, no look for references. */
export async function deleteWithoutEvidence(world: BudgetWorld, count: number): Promise<Deletion> {
  const ids = await takeBackups(world, count);
  say(`${count} deleted without evidence …`);
  return counted(world, ids, async () => {
    for (const backupId of ids) {
      await begin(world.installation.ctx, { backupId, mode: MODE, belowFloor: true });
    }
  });
}

/** Plan, review, apply: references are looked for, and looked for again. */
export async function deleteWithProof(world: BudgetWorld, count: number): Promise<Deletion> {
  const ids = await takeBackups(world, count);
  say(`${count} deleted by a plan …`);
  const { ctx, runtime } = world.installation;
  return counted(world, ids, async () => {
    const { planId } = await requestPlan(ctx, { backupIds: ids, mode: MODE });
    if (planId === null) throw new Error("The plan has nothing in it.");
    await until(`plan ${planId} waits`, async () => {
      const [plan] = await runtime.db.read.select().from(plans).where(eq(plans.id, planId));
      return plan?.status === "waiting";
    });
    const items = await runtime.db.read
      .select({ id: planItems.id, status: planItems.status })
      .from(planItems)
      .where(eq(planItems.planId, planId));
    // Their only backup goes: the floor, and nothing else, speaks against it.
    const overruledItemIds = items.filter(({ status }) => status === "blocked").map(({ id }) => id);
    await applyPlan(ctx, { planId, count: items.length, overruledItemIds });
  });
}

async function takeBackups(world: BudgetWorld, count: number): Promise<string[]> {
  const accountRef = world.backlog[0]?.account.accountRef ?? "";
  const rows = await world.installation.runtime.db.read
    .select({ id: backups.id })
    .from(backups)
    .where(and(eq(backups.status, "available"), eq(backups.accountRef, accountRef)))
    .orderBy(asc(backups.id))
    .limit(count);
  if (rows.length < count) throw new Error(`Only ${rows.length} backups are left to delete.`);
  return rows.map(({ id }) => id);
}

async function counted(
  { simulator, installation, backlog }: BudgetWorld,
  ids: readonly string[],
  start: () => Promise<void>,
): Promise<Deletion> {
  await simulator.control.clearCalls();
  await start();
  const deleted = and(inArray(backups.id, [...ids]), eq(backups.status, "deleted"));
  await until(`${ids.length} are deleted`, async () => {
    return (await installation.runtime.db.read.$count(backups, deleted)) === ids.length;
  });
  const accountId = backlog[0]?.account.accountId;
  const calls = (await readCalls(simulator)).filter((call) => call.accountId === accountId);
  return { backups: ids.length, calls };
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const endsAt = Date.now() + WAIT_MS_MAX;
  while (!(await isSo())) {
    if (Date.now() > endsAt) throw new Error(`${what}: not yet.`);
    await sleep(LOOK_EVERY_MS);
  }
}
