import { traceAwsAccount } from "../aws/request-trace";
import { HOUR, type EpochMs } from "../clock";
import { systemContext } from "../context";
import { newId } from "../ids";
import { findLease } from "../leases/leases.repo";
import { stampLease } from "../leases/stamp-lease";
import type { Runtime } from "../runtime";
import { cleanRecords } from "./clean-records";
import { readPolicies } from "./policies.repo";
import { EDIT_REST_MS, sweepAccount } from "./sweep-account";
import {
  countOpenRemovals,
  selectAskedAccounts,
  selectConfirmedAccounts,
  selectPlannedInstances,
  wasEdited,
} from "./sweep.repo";

export interface SweepResult {
  accounts: number;
  instances: number;
  backups: number;
  /** Backups for which plans were made. */
  planned: number;
}

const STAMP = "retention.swept";
const EVERY_MS = HOUR;

/** The repeat: sweeps each hour, and once an edit has rested; old records go with it. */
export async function sweepWhenDue(
  runtime: Runtime,
  job: { signal?: AbortSignal; owner: string },
): Promise<void> {
  const now = runtime.clock.now();
  const last = (await findLease(runtime.db.read, STAMP))?.renewedAt ?? null;
  // A sweep of a clock that was ahead puts off none.
  const isRecent = last !== null && last <= now && now - last < EVERY_MS;
  if (isRecent && !(await hasRestedEdit(runtime, { last, now }))) return;
  const result = await sweepRetention(runtime, job);
  await cleanRecords(runtime, job);
  await stampLease(runtime, { name: STAMP, owner: job.owner });
  if (result.planned > 0) runtime.log.info(result, "retention made plans");
}

function hasRestedEdit(
  runtime: Runtime,
  { last, now }: { last: EpochMs; now: EpochMs },
): Promise<boolean> {
  const range = { after: last - EDIT_REST_MS, until: now - EDIT_REST_MS };
  return wasEdited(runtime.db.read, range);
}

/**
 * Every account that a person confirmed, one removal plan each at most; nothing is removed by the
 * sweep itself. An account in which a person was asked is left alone until the answer.
 */
export async function sweepRetention(
  runtime: Runtime,
  job: { signal?: AbortSignal } = {},
): Promise<SweepResult> {
  const { clock, random, db } = runtime;
  const now = clock.now();
  const ctx = systemContext(runtime, "retention", newId("req", now, random));
  const policyOf = await readPolicies(db.read);
  const planned = await selectPlannedInstances(db.read);
  const asked = await selectAskedAccounts(db.read);
  const open = await countOpenRemovals(db.read);
  const result: SweepResult = { accounts: 0, instances: 0, backups: 0, planned: 0 };
  for (const account of await selectConfirmedAccounts(db.read)) {
    if (asked.has(account.id)) continue;
    const openRemovals = open.get(account.id) ?? 0;
    const { signal } = job;
    const sweep = { account, now, policyOf, planned, openRemovals, signal };
    const swept = await traceAwsAccount(account.id, () => sweepAccount(ctx, sweep));
    result.accounts += 1;
    result.instances += swept.instances;
    result.backups += swept.backups;
    result.planned += swept.planned;
  }
  return result;
}
