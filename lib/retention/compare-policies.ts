import { setImmediate as letOthersRun } from "node:timers/promises";
import { requirePermission } from "../auth/require-permission";
import type { EpochMs } from "../clock";
import type { Context } from "../context";
import { decodeCursor, encodeCursor } from "../paging";
import type { ComparisonPartDto } from "./compare-dto";
import { ComparePoliciesInput } from "./compare-schemas";
import { compareOne, YEAR_MS } from "./comparison.pure";
import { addParts, NOTHING_COMPARED } from "./comparison-sum.pure";
import { countFleet, selectFleetPage, type FleetFilter } from "./fleet.repo";
import { listFollowed } from "./followed-schedules.repo";
import { readPolicies } from "./policies.repo";
import { readInParts, toRetentionInstance, type InstanceHistory } from "./read-histories";
import { requirePolicy } from "./require-policy";
import { requireRules } from "./require-rules";
import type { RetentionRules } from "./retention-rules.pure";
import { runsAhead } from "./runs-ahead.pure";

const OWNER = { list: "policy-comparison" } as const;

/** Runs of a year that are looked at; those of a schedule of every hour. */
const YEAR_RUNS_MAX = 8_784;

const EVERYTHING: RetentionRules = {
  keepDays: null,
  keepCount: null,
  tiers: {},
  floor: 1,
  zone: "UTC",
};

/**
 * What rules that are not saved would remove beside what each instance follows today, or beside
 * other rules; a page of instances, whose figures add up with those of the other pages.
 */
export async function comparePolicies(
  ctx: Context,
  input: ComparePoliciesInput,
  { signal }: { signal?: AbortSignal } = {},
): Promise<ComparisonPartDto> {
  requirePermission(ctx, "policies.read");
  const { rules, against, cursor, limit, year, ...scope } = ComparePoliciesInput.parse(input);
  const { read } = ctx.runtime.db;
  const b = requireRules(rules);
  const given = against === undefined ? null : requireRules(against);
  const filter = await toFilter(ctx, scope);
  const after = decodeCursor(OWNER, cursor);
  const now = ctx.runtime.clock.now();
  const afterId = after?.[1] ?? "";
  const page = await selectFleetPage(read, { filter, now, afterId, limit: limit + 1 });
  const policyOf = await readPolicies(read);
  const runsOf = year ? await yearRuns(ctx, { ids: page.map(({ id }) => id), now }) : null;
  let sum: Pick<ComparisonPartDto, "accounts" | "losers"> = NOTHING_COMPARED;
  for await (const history of readInParts(read, page.slice(0, limit), { signal })) {
    const a = given ?? policyOf(history.instance) ?? EVERYTHING;
    sum = addParts(
      sum,
      toPart({ a, b, history, now, runs: runsOf?.(history.instance.id) ?? null }),
    );
    await letOthersRun();
    signal?.throwIfAborted();
  }
  const last = page[limit - 1];
  return {
    instancesInAll: after === null ? await countFleet(read, filter) : null,
    ...sum,
    nextCursor: page.length > limit && last ? encodeCursor(OWNER, [last.id, last.id]) : null,
  };
}

async function toFilter(
  ctx: Context,
  scope: { instanceIds?: string[] | undefined; policyId?: string | undefined },
): Promise<FleetFilter> {
  const { instanceIds, policyId } = scope;
  const filter = { accounts: ctx.accounts, ids: instanceIds };
  if (policyId === undefined) return filter;
  const policy = await requirePolicy(ctx.runtime.db.read, ctx, policyId);
  return { ...filter, policy: { id: policy.id, orDefault: policy.isDefault } };
}

function toPart(of: {
  a: RetentionRules;
  b: RetentionRules;
  history: InstanceHistory;
  now: EpochMs;
  runs: readonly EpochMs[] | null;
}): Pick<ComparisonPartDto, "accounts" | "losers"> {
  const { a, b, history, now, runs } = of;
  const { id, instanceId, name, region, accountId, accountRef } = history.instance;
  const instance = toRetentionInstance(history.instance);
  const yearRuns = runs === null || instance.paused || instance.terminated ? runs && [] : runs;
  const compared = compareOne({ a, b, backups: history.backups, now, instance, yearRuns });
  const { more, moreBytes } = compared;
  return {
    accounts: [{ accountRef, accountId, ...compared }],
    losers: [{ instance: { id, instanceId, name, region, accountId }, more, moreBytes }],
  };
}

/** Instances share schedules: the moments of each set of them are found once. */
async function yearRuns(
  ctx: Context,
  { ids, now }: { ids: readonly string[]; now: EpochMs },
): Promise<(instanceRef: string) => EpochMs[]> {
  const byInstance = await listFollowed(ctx.runtime.db.read, ids);
  const bySet = new Map<string, EpochMs[]>();
  return (instanceRef) => {
    const schedules = byInstance.get(instanceRef) ?? [];
    const set = schedules.map(({ id }) => id).join();
    const known = bySet.get(set);
    if (known) return known;
    const runs = runsAhead({ schedules, after: now, until: now + YEAR_MS, limit: YEAR_RUNS_MAX });
    bySet.set(set, runs);
    return runs;
  };
}
