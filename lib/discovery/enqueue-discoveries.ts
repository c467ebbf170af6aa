import { setImmediate as letOthersRun } from "node:timers/promises";
import { engineContext } from "../backups/engine-context";
import { DAY, HOUR } from "../clock";
import type { Context } from "../context";
import type { Runtime } from "../runtime";
import { deleteStale, listSeenAccounts } from "./discovered.repo";
import { discoverPlaceJob } from "./jobs";
import { beginRun } from "./request-discovery";
import { clearAcknowledged } from "./rules/clear-acknowledged";
import {
  deleteOldRuns,
  findLastAutomatic,
  listOpenPlaces,
  listReachable,
  wasLookedAt,
} from "./runs.repo";
import { settleRuns } from "./settle-runs";

/** How often everything is looked at by itself. */
const EVERY_MS = 6 * HOUR;
/** Runs, and instances that are gone, are kept so long. */
const KEPT_MS = 7 * DAY;
const ROWS_PER_WRITE = 20;

/** Each minute: what is due begins, what was left behind goes on, and what is old goes. */
export async function enqueueDiscoveries(runtime: Runtime): Promise<void> {
  const ctx = engineContext(runtime, "discovery");
  const reachable = await listReachable(runtime.db.read, "all");
  const hasBegun = await beginWhenDue(ctx, reachable);
  if (hasBegun || (await hasStranded(ctx, reachable))) await forgetOld(ctx);
  const open = await listOpenPlaces(runtime.db.read);
  if (open.length > 0) await runtime.queue.enqueue(discoverPlaceJob, open);
  await settleRuns(ctx);
  await clearAcknowledged(ctx);
}

/** Every account when six hours are over; one that was never looked at, at once. */
async function beginWhenDue(ctx: Context, reachable: readonly string[]): Promise<boolean> {
  const { clock, db } = ctx.runtime;
  const last = await findLastAutomatic(db.read, clock.now());
  if (last !== null && last.endedAt === null) return false;
  const isDue = last === null || clock.now() - last.startedAt >= EVERY_MS;
  const wanted: string[] = [];
  for (const accountRef of reachable) {
    if (isDue || !(await wasLookedAt(db.read, accountRef))) wanted.push(accountRef);
  }
  if (wanted.length === 0) return false;
  const places = wanted.map((accountRef) => ({ accountRef, region: "", credentialId: null }));
  await beginRun(ctx, { places, by: null });
  return true;
}

/** Rows of an account that nothing reaches any more: nobody could say what has become of them. */
async function hasStranded(ctx: Context, reachable: readonly string[]): Promise<boolean> {
  const seen = await listSeenAccounts(ctx.runtime.db.read);
  return seen.some((accountRef) => !reachable.includes(accountRef));
}

async function forgetOld(ctx: Context): Promise<void> {
  const { clock, db } = ctx.runtime;
  const of = { before: clock.now() - KEPT_MS, limit: ROWS_PER_WRITE };
  for (const part of [deleteOldRuns, deleteStale]) {
    while ((await db.write((tx) => part(tx, of))) > 0) await letOthersRun();
  }
}
