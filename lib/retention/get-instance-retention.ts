import { requirePermission } from "../auth/require-permission";
import { DAY, type EpochMs } from "../clock";
import type { Context } from "../context";
import { NotFoundError } from "../errors";
import { selectRetentionAccounts } from "./accounts.repo";
import { requireDefaultPolicy } from "./default-policy";
import type { InstanceRetentionDto, RetentionState } from "./dto";
import { selectFleetPage, type FleetInstance } from "./fleet.repo";
import { listFollowed } from "./followed-schedules.repo";
import { planRetention } from "./plan-retention.pure";
import { readPolicyUse, readPolicies } from "./policies.repo";
import type { RetentionPolicyRow } from "./policy-row";
import { projectRetention } from "./project-retention.pure";
import { readPart, toRetentionInstance, type InstanceHistory } from "./read-histories";
import { isEmptyPolicy, type RetentionInstance } from "./retention-rules.pure";
import { runsAhead } from "./runs-ahead.pure";
import { InstanceRetentionRef } from "./schemas";
import { toForecast } from "./to-forecast";
import { toRetentionPolicyDto } from "./to-retention-policy-dto";

/** What a projection looks at: three years of a daily schedule, and a year of one of every hour. */
const AHEAD_MS = 3 * 366 * DAY;
const RUNS_MAX = 8_784;

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
  const useOf = await readPolicyUse(ctx.runtime.db.read, ctx.accounts);
  return {
    policy: toRetentionPolicyDto(policy, useOf(policy)),
    state: await stateOf(ctx, { policy, instance, accountRef: history.instance.accountRef }),
    forecast: toForecast(plan, { instance: history.instance, now, goesAt }),
  };
}

export async function readOne(ctx: Context, instanceId: string): Promise<InstanceHistory> {
  const { read } = ctx.runtime.db;
  const filter = { accounts: ctx.accounts, ids: [instanceId] };
  const now = ctx.runtime.clock.now();
  const page = await selectFleetPage(read, { filter, now, afterId: "", limit: 1 });
  const [history] = await readPart(read, page);
  if (!history) throw new NotFoundError("The instance");
  return history;
}

export async function policyOf(ctx: Context, instance: FleetInstance): Promise<RetentionPolicyRow> {
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
  const { id } = history.instance;
  const schedules = (await listFollowed(ctx.runtime.db.read, [id])).get(id) ?? [];
  return runsAhead({ schedules, after: now, until: now + AHEAD_MS, limit: RUNS_MAX });
}
