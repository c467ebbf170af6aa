import { requirePermission } from "../auth/require-permission";
import type { EpochMs } from "../clock";
import type { Context } from "../context";
import { NotFoundError } from "../errors";
import { nextRuns } from "../schedules/next-runs.pure";
import type { Schedule } from "../schedules/schedule-spec.pure";
import { selectRetentionAccounts } from "./accounts.repo";
import { requireDefaultPolicy } from "./default-policy";
import type { HistoryEntryDto, InstanceRetentionDto, RetentionState } from "./dto";
import { selectFleetPage, selectFollowed, type FleetInstance } from "./fleet.repo";
import { planRetention } from "./plan-retention.pure";
import { countPolicyInstances, readPolicies } from "./policies.repo";
import type { RetentionPolicyRow } from "./policy-row";
import { projectRetention } from "./project-retention.pure";
import { readPart, toRetentionInstance, type InstanceHistory } from "./read-histories";
import { isEmptyPolicy, type RetentionInstance } from "./retention-rules.pure";
import { InstanceRetentionRef } from "./schemas";
import { toForecast } from "./to-forecast";
import { toRetentionPolicyDto } from "./to-retention-policy-dto";

/** Runs to come that a projection looks at; a daily schedule's two years. */
const RUNS_MAX = 750;

/** Why each of an instance's images stays, and when it will go. */
export async function getInstanceRetention(
  ctx: Context,
  input: InstanceRetentionRef,
): Promise<InstanceRetentionDto> {
  requirePermission(ctx, "policies.read");
  const { instanceId } = InstanceRetentionRef.parse(input);
  const history = await readOne(ctx, instanceId);
  const policy = await policyOf(ctx, history.instance);
  const now = ctx.runtime.clock.now();
  const instance = toRetentionInstance(history.instance);
  const { backups } = history;
  const plan = planRetention({ policy, backups, now, instance });
  const runs = await listRuns(ctx, { history, instance, now });
  const goesAt = projectRetention({ policy, backups, now, instance, runs });
  const countOf = await countPolicyInstances(ctx.runtime.db.read, ctx.accounts);
  return {
    policy: toRetentionPolicyDto(policy, { instanceCount: countOf(policy) }),
    state: await stateOf(ctx, { policy, instance, accountRef: history.instance.accountRef }),
    forecast: toForecast(plan, { instance: history.instance, now, goesAt }),
  };
}

export interface RetentionHistory {
  instance: RetentionInstance;
  /** Newest first. */
  backups: HistoryEntryDto[];
}

/** What the editor plans over in the browser: the newest images of one instance. */
export async function getRetentionHistory(
  ctx: Context,
  input: InstanceRetentionRef & { limit: number },
): Promise<RetentionHistory> {
  requirePermission(ctx, "policies.read");
  const { instanceId } = InstanceRetentionRef.parse({ instanceId: input.instanceId });
  const { instance, backups } = await readOne(ctx, instanceId);
  const newest = backups
    .toSorted((a, b) => (b.imageCreatedAt ?? 0) - (a.imageCreatedAt ?? 0))
    .slice(0, input.limit);
  return {
    instance: toRetentionInstance(instance),
    backups: newest.map(({ instanceRef: _ref, ...entry }) => entry),
  };
}

async function readOne(ctx: Context, instanceId: string): Promise<InstanceHistory> {
  const { read } = ctx.runtime.db;
  const filter = { accounts: ctx.accounts, ids: [instanceId] };
  const now = ctx.runtime.clock.now();
  const page = await selectFleetPage(read, { filter, now, afterId: "", limit: 1 });
  const [history] = await readPart(read, page);
  if (!history) throw new NotFoundError("The instance");
  return history;
}

async function policyOf(ctx: Context, instance: FleetInstance): Promise<RetentionPolicyRow> {
  const { read } = ctx.runtime.db;
  const followed = (await readPolicies(read))(instance);
  return followed ?? { ...(await requireDefaultPolicy(read)), enforced: false };
}

async function stateOf(
  ctx: Context,
  of: { policy: RetentionPolicyRow; instance: RetentionInstance; accountRef: string },
): Promise<RetentionState> {
  const { policy, instance, accountRef } = of;
  if (instance.removed) return "removed";
  if (isEmptyPolicy(policy)) return "no_rules";
  if (!policy.enforced) return "not_enforced";
  const { read } = ctx.runtime.db;
  const [account] = await selectRetentionAccounts(read, { accounts: [accountRef] });
  if (!account || account.confirmedAt === null) return "unconfirmed";
  const runs = !instance.paused && !instance.terminated;
  return runs && instance.newestEndedBad ? "frozen" : "active";
}

/** Of all it follows, ascending; none for one that is not backed up by itself. */
async function listRuns(
  ctx: Context,
  of: { history: InstanceHistory; instance: RetentionInstance; now: EpochMs },
): Promise<EpochMs[]> {
  const { history, instance, now } = of;
  if (instance.paused || instance.terminated) return [];
  const followed = await selectFollowed(ctx.runtime.db.read, history.instance.id);
  const runs = followed.flatMap((schedule) => readRuns(schedule, now));
  return [...new Set(runs)].toSorted((a, b) => a - b).slice(0, RUNS_MAX);
}

/** None where the stored text cannot be read: a page must still open. */
function readRuns(schedule: Schedule, after: EpochMs): EpochMs[] {
  try {
    return nextRuns({ schedule, after, count: RUNS_MAX });
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}
