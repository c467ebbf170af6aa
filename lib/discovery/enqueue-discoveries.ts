import { setImmediate as letOthersRun } from "node:timers/promises";
import { engineContext } from "../backups/engine-context";
import { DAY } from "../clock";
import type { Context } from "../context";
import type { Runtime } from "../runtime";
import { deleteStale, listSeenAccounts } from "./discovered.repo";
import { readDiscoveryMs } from "./discovery-interval";
import { discoverPlaceJob } from "./jobs";
import { beginRun } from "./request-discovery";
import { clearAcknowledged } from "./rules/clear-acknowledged";
import {
  deleteOldRuns,
  listAccountsOf,
  listAutomatic,
  listOpenPlaces,
  listReachable,
  wasLookedAt,
  type RunRow,
} from "./runs.repo";
import { settleRuns } from "./settle-runs";

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

/**
 * Each account when its hours are over, and with it those that soon would be; one that was never
 * looked at, at once and alone.
 */
async function beginWhenDue(ctx: Context, reachable: readonly string[]): Promise<boolean> {
  const { clock, db } = ctx.runtime;
  const now = clock.now();
  const everyMs = await readDiscoveryMs(db.read);
  const recent = await listAutomatic(db.read, { after: now - everyMs, now });
  if (recent.some(({ endedAt }) => endedAt === null)) return false;
  const done = await listAccountsOf(db.read, idsOfRuns(recent));
  const due = reachable.filter((accountRef) => !done.has(accountRef));
  let hasNew = false;
  for (const accountRef of due) hasNew ||= !(await wasLookedAt(db.read, accountRef));
  const wanted = hasNew ? due : await withNextDue(ctx, { due, recent, reachable, everyMs });
  if (wanted.length === 0) return false;
  const places = wanted.map((accountRef) => ({ accountRef, region: "", credentialId: null }));
  await beginRun(ctx, { places, by: null });
  return true;
}

function idsOfRuns(runs: readonly RunRow[]): string[] {
  return runs.map(({ id }) => id);
}

/** So that accounts which began apart are looked at together. */
async function withNextDue(
  ctx: Context,
  of: {
    due: readonly string[];
    recent: readonly RunRow[];
    reachable: readonly string[];
    everyMs: number;
  },
): Promise<readonly string[]> {
  if (of.due.length === 0) return [];
  const since = ctx.runtime.clock.now() - of.everyMs / 2;
  const fresh = of.recent.filter(({ startedAt }) => startedAt > since);
  const done = await listAccountsOf(ctx.runtime.db.read, idsOfRuns(fresh));
  return of.reachable.filter((accountRef) => !done.has(accountRef));
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
