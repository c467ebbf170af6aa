import { MINUTE, type EpochMs } from "../clock";
import type { Context } from "../context";
import { createPlan, type NewPlanItem } from "../plans/create-plan";
import { findBreakerReason, type EditMeasure } from "./breaker.pure";
import type { FleetInstance } from "./fleet.repo";
import { measureDay } from "./measure-day";
import { readCompared } from "./compared-places.repo";
import { planRetention } from "./plan-retention.pure";
import type { PolicyOf } from "./policies.repo";
import type { RetentionPolicyRow } from "./policy-row";
import { readHistories, toRetentionInstance, type InstanceHistory } from "./read-histories";
import { isEmptyPolicy } from "./retention-rules.pure";
import { describeRemoval } from "./retention-words.pure";
import { markSwept } from "./sweep.repo";
import { toPlanItems, type Release } from "./to-plan-items";

/** A plan is for a person to read, too; what is left comes with the next sweep. */
const ITEMS_MAX = 10_000;
/** An edit acts no sooner, so that a slip can be taken back. */
export const EDIT_REST_MS = 5 * MINUTE;
const INSTANCES_PER_WRITE = 500;

export interface AccountSweep {
  account: { id: string; accountId: string; name: string | null };
  now: EpochMs;
  policyOf: PolicyOf;
  /** Instances with something in an open plan: they wait for its end. */
  planned: ReadonlySet<string>;
  /** What open plans are about to remove without asking. */
  openRemovals: number;
  signal?: AbortSignal | undefined;
}

export interface AccountSwept {
  instances: number;
  backups: number;
  /** What a plan was made for. */
  planned: number;
}

interface Tally {
  instances: number;
  backups: number;
  /** All that policies release. */
  removals: number;
  /** Those of them that fit into one plan. */
  releases: Release[];
  /** By policy: what was edited since the last sweep. */
  edits: Map<string, EditMeasure>;
  editedIds: string[];
}

/** Judges each instance of one account, and makes one removal plan of what may go. */
export async function sweepAccount(ctx: Context, sweep: AccountSweep): Promise<AccountSwept> {
  const tally = await judgeAll(ctx, sweep);
  const { items, blocked } = await toPlanItems(ctx, tally.releases);
  const breakerReason = findBreakerReason({
    day: await measureDay(ctx.runtime.db.read, {
      accountRef: sweep.account.id,
      now: sweep.now,
      open: sweep.openRemovals,
      planned: tally.removals - blocked,
    }),
    edits: [...tally.edits.values()],
  });
  const planned = await makePlan(ctx, { sweep, items, breakerReason });
  // Until a person has answered, every sweep is the first after the edit.
  if (breakerReason === null) await markEdited(ctx, { sweep, ids: tally.editedIds });
  return { instances: tally.instances, backups: tally.backups, planned };
}

async function judgeAll(ctx: Context, sweep: AccountSweep): Promise<Tally> {
  const tally: Tally = {
    instances: 0,
    backups: 0,
    removals: 0,
    releases: [],
    edits: new Map(),
    editedIds: [],
  };
  const { account, now } = sweep;
  const compared = await readCompared(ctx.runtime.db.read, { accountRef: account.id, now });
  const histories = readHistories(ctx.runtime.db.read, {
    filter: { accounts: [account.id], availableMin: 2 },
    now,
    wants: (instance) => compared.has(instance.region) && isSwept(instance, sweep),
    signal: sweep.signal,
  });
  for await (const history of histories) {
    const policy = sweep.policyOf(history.instance);
    if (policy) judge(ctx, { history, policy, now, tally });
  }
  return tally;
}

function isSwept(instance: FleetInstance, { policyOf, planned, now }: AccountSweep): boolean {
  const policy = policyOf(instance);
  if (!policy?.enforced || isEmptyPolicy(policy) || planned.has(instance.id)) return false;
  if (instance.removedAt !== null && !instance.retentionAfterRemoval) return false;
  return editedAt(instance, policy) <= now - EDIT_REST_MS;
}

function editedAt(instance: FleetInstance, policy: RetentionPolicyRow): EpochMs {
  return Math.max(policy.changedAt, instance.retentionChangedAt, instance.timingChangedAt);
}

interface Judged {
  history: InstanceHistory;
  policy: RetentionPolicyRow;
  now: EpochMs;
  tally: Tally;
}

function judge(ctx: Context, { history, policy, now, tally }: Judged): void {
  const { instance, backups } = history;
  const releases = release(ctx, { history, policy, now });
  tally.instances += 1;
  tally.backups += backups.length;
  tally.removals += releases.length;
  const fits = tally.releases.length + releases.length <= ITEMS_MAX;
  if (fits) tally.releases.push(...releases);
  const sweptAt = instance.retentionSweptAt ?? Number.NEGATIVE_INFINITY;
  if (sweptAt > editedAt(instance, policy)) return;
  const edit = tally.edits.get(policy.id) ?? { policyName: policy.name, images: 0, planned: 0 };
  edit.images += backups.length;
  edit.planned += releases.length;
  tally.edits.set(policy.id, edit);
  if (fits) tally.editedIds.push(instance.id);
}

/** A policy that cannot be followed removes nothing, and does not stop the others. */
function release(ctx: Context, { history, policy, now }: Omit<Judged, "tally">): Release[] {
  const { instance, backups } = history;
  try {
    const plan = planRetention({ policy, backups, now, instance: toRetentionInstance(instance) });
    return plan.remove.map(({ backup, reasons, newerId }) => ({
      backupId: backup.id,
      rule: `${policy.name}: ${describeRemoval(reasons)}.`,
      survivorIds: [...new Set([...plan.survivorIds, ...(newerId === null ? [] : [newerId])])],
    }));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    ctx.runtime.log.error({ err: error, policyId: policy.id }, "a policy cannot be followed");
    return [];
  }
}

async function makePlan(
  ctx: Context,
  options: { sweep: AccountSweep; items: readonly NewPlanItem[]; breakerReason: string | null },
): Promise<number> {
  const { sweep, items, breakerReason } = options;
  if (items.length === 0) return 0;
  const { accountId, name } = sweep.account;
  const { taken } = await createPlan(ctx, {
    kind: "retention",
    title: `Retention in ${name === null ? accountId : `${name} (${accountId})`}`,
    automatic: true,
    breakerReason,
    items,
  });
  return taken;
}

async function markEdited(
  ctx: Context,
  { sweep, ids }: { sweep: AccountSweep; ids: readonly string[] },
): Promise<void> {
  for (let from = 0; from < ids.length; from += INSTANCES_PER_WRITE) {
    const instanceRefs = ids.slice(from, from + INSTANCES_PER_WRITE);
    await ctx.runtime.db.write((tx) => markSwept(tx, { instanceRefs, now: sweep.now }));
  }
}
