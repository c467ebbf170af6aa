import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import { ValidationError } from "../errors";
import { decodeCursor, encodeCursor } from "../paging";
import type { RetentionForecastDto, RetentionPreviewDto, RetentionTotalsDto } from "./dto";
import { selectFleetPage, type FleetFilter } from "./fleet.repo";
import { planRetention } from "./plan-retention.pure";
import {
  readHistories,
  readPart,
  toRetentionInstance,
  type InstanceHistory,
} from "./read-histories";
import { requirePolicy } from "./require-policy";
import { requireRules } from "./require-rules";
import { describeRules, type RetentionRules } from "./retention-rules.pure";
import { PreviewPolicyInput } from "./schemas";
import { sizeOf, toForecast } from "./to-forecast";

const OWNER = { list: "policy-preview" } as const;

/**
 * What a policy, saved or not, would keep and remove of the images there are; removes nothing. It
 * does not ask whether the policy is enforced or the account confirmed.
 */
export async function previewPolicy(
  ctx: Context,
  input: PreviewPolicyInput,
): Promise<RetentionPreviewDto> {
  requirePermission(ctx, "policies.read");
  const { policyId, rules: given, instanceIds, cursor, limit } = PreviewPolicyInput.parse(input);
  const { read } = ctx.runtime.db;
  const policy = policyId === undefined ? null : await requirePolicy(read, ctx, policyId);
  const rules = given ? requireRules(given) : policy;
  if (!rules) throw new ValidationError("Say which policy: its id, or rules.");
  const filter: FleetFilter = {
    accounts: ctx.accounts,
    ids: instanceIds,
    policy: policy && !instanceIds ? { id: policy.id, orDefault: policy.isDefault } : undefined,
  };
  const after = decodeCursor(OWNER, cursor);
  const part =
    after === null
      ? await previewAll(ctx, { rules, filter, limit })
      : await previewPage(ctx, { rules, filter, limit, afterId: after[1] });
  return { words: describeRules(rules), ...part };
}

interface Preview {
  rules: RetentionRules;
  filter: FleetFilter;
  limit: number;
}

async function previewAll(ctx: Context, { rules, filter, limit }: Preview) {
  const totals: RetentionTotalsDto = {
    instances: 0,
    frozenInstances: 0,
    touchedInstances: 0,
    backups: 0,
    keep: 0,
    remove: 0,
    keepBytes: 0,
    removeBytes: 0,
    unknownSizes: 0,
  };
  const items: RetentionForecastDto[] = [];
  let more = false;
  const now = ctx.runtime.clock.now();
  for await (const history of readHistories(ctx.runtime.db.read, { filter, now })) {
    const plan = planOf(ctx, { rules, history });
    totals.instances += 1;
    totals.frozenInstances += plan.frozen ? 1 : 0;
    totals.touchedInstances += plan.remove.length > 0 ? 1 : 0;
    totals.backups += history.backups.length;
    totals.keep += plan.keep.length;
    totals.remove += plan.remove.length;
    totals.keepBytes += sizeOf(plan.keep);
    totals.removeBytes += sizeOf(plan.remove);
    totals.unknownSizes += history.backups.filter(({ sizeBytes }) => sizeBytes === null).length;
    more = items.length === limit;
    if (!more) items.push(toForecast(plan, { ...history, now: ctx.runtime.clock.now() }));
  }
  return { totals, ...toPart(items, more) };
}

async function previewPage(
  ctx: Context,
  { rules, filter, limit, afterId }: Preview & { afterId: string },
) {
  const { read } = ctx.runtime.db;
  const now = ctx.runtime.clock.now();
  const page = await selectFleetPage(read, { filter, now, afterId, limit: limit + 1 });
  const histories = await readPart(read, page.slice(0, limit));
  const items = histories.map((history) =>
    toForecast(planOf(ctx, { rules, history }), { ...history, now }),
  );
  return { totals: null, ...toPart(items, page.length > limit) };
}

function planOf(
  ctx: Context,
  { rules, history }: { rules: RetentionRules; history: InstanceHistory },
) {
  const { instance, backups } = history;
  const now = ctx.runtime.clock.now();
  return planRetention({ policy: rules, backups, now, instance: toRetentionInstance(instance) });
}

function toPart(items: RetentionForecastDto[], more: boolean) {
  const last = items.at(-1)?.instance.id;
  return {
    items,
    nextCursor: more && last !== undefined ? encodeCursor(OWNER, [last, last]) : null,
  };
}
