import { recordAudit } from "../audit/record-audit";
import { requirePermission } from "../auth/require-permission";
import { writeAs } from "../auth/write-as";
import { actorName, type Context } from "../context";
import type { Tx } from "../db/tx";
import { ConflictError, ValidationError } from "../errors";
import { applyPlanJob } from "./jobs";
import { objectOf } from "./create-plan";
import type { PlanDto } from "./dto";
import { enqueuePlans } from "./enqueue-plans";
import { mayOverrule } from "./judge-item.pure";
import { countItems, findItems } from "./items.repo";
import { PLAN_LIFE_MS } from "./plan-life.pure";
import { planChanged } from "./plan-changed";
import type { PlanItemRow, PlanRow } from "./plan-row";
import { listTaken, patchItems, patchPlan } from "./plans.repo";
import { requireWholePlan } from "./require-whole-plan";
import { ApplyPlanBody, PlanId } from "./schemas";
import { toPlanDto } from "./to-plan-dto";
import { TYPED_ABOVE } from "./typed-above.pure";

/**
 * A person says yes to what was reviewed. Everything is proven again before it goes. Throws
 * Conflict for a plan that does not wait or of which another number would go, Validation where the
 * number is to be typed and is missing or wrong.
 */
export async function applyPlan(
  ctx: Context,
  input: ApplyPlanBody & { planId: string },
): Promise<PlanDto> {
  requirePermission(ctx, "plans.apply");
  const { planId, ...body } = input;
  const id = PlanId.parse(planId);
  const wanted = ApplyPlanBody.parse(body);
  const applied = await writeAs(ctx, async (tx) => {
    const plan = await requireWholePlan(tx, ctx, id);
    requireWaiting(ctx, plan);
    const overruled = await requireOverrulable(tx, plan, wanted.overruledItemIds);
    const ready = (await countItems(tx, id)).ready?.count ?? 0;
    requireCount(ready + overruled.length, wanted.count);
    return start(tx, ctx, { plan, overruled, count: ready + overruled.length });
  });
  await enqueuePlans(ctx.runtime, applyPlanJob, [id]);
  return toPlanDto(applied);
}

function requireWaiting(ctx: Context, plan: PlanRow): void {
  if (plan.status !== "waiting") {
    throw new ConflictError(`The plan is ${plan.status}: it does not wait for an answer.`);
  }
  if (ctx.runtime.clock.now() < (plan.readyAt ?? 0) + PLAN_LIFE_MS) return;
  throw new ConflictError("The plan is more than a day old: its evidence is worth nothing.", {
    suggestion: "Make a new one.",
    reason: "plan_expired",
  });
}

/** Only in a plan that a person asked for, and never what AWS or another person protects. */
async function requireOverrulable(
  tx: Tx,
  plan: PlanRow,
  itemIds: readonly string[],
): Promise<string[]> {
  if (itemIds.length === 0) return [];
  const items = await findItems(tx, { planId: plan.id, ids: itemIds });
  const isFine = items.every((item) => item.status === "blocked" && mayOverrule(item.evidence));
  if (plan.kind === "bulk_delete" && isFine && items.length === new Set(itemIds).size) {
    await requireFree(tx, items);
    return items.map(({ id }) => id);
  }
  const message = "Some of these may not be removed in spite of what speaks against them.";
  throw new ValidationError(message, { fields: { overruledItemIds: [message] } });
}

/** What is blocked may be in another plan by now, and nothing is in two open ones. */
async function requireFree(tx: Tx, items: readonly PlanItemRow[]): Promise<void> {
  const taken = await listTaken(tx, items);
  if (!items.some((item) => taken.has(objectOf(item)))) return;
  throw new ConflictError("Some of these are in another open plan.", {
    suggestion: "Apply or cancel that plan first.",
    reason: "in_another_plan",
  });
}

function requireCount(count: number, typed: number | undefined): void {
  if (count === 0) throw new ConflictError("Nothing of the plan may go.");
  if (count <= TYPED_ABOVE && typed === undefined) return;
  if (typed === count) return;
  if (count <= TYPED_ABOVE) {
    throw new ConflictError(`The plan changed in the meantime: ${count} would go now.`, {
      suggestion: "Look at it again before you answer.",
    });
  }
  const message = `Type ${count}: so many will be removed.`;
  throw new ValidationError(message, { fields: { count: [message] } });
}

async function start(
  tx: Tx,
  ctx: Context,
  { plan, overruled, count }: { plan: PlanRow; overruled: string[]; count: number },
): Promise<PlanRow> {
  const now = ctx.runtime.clock.now();
  const by = actorName(ctx.actor);
  const applied = await patchPlan(tx, {
    plan,
    set: { status: "applying", appliedBy: by, appliedAt: now, updatedAt: now },
  });
  if (!applied) throw new ConflictError("The plan changed in the meantime.");
  const set = { status: "ready" as const, updatedAt: now };
  await patchItems(tx, { ids: overruled, from: ["blocked"], set });
  await planChanged(tx, ctx, applied);
  await recordAudit(tx, ctx, {
    action: "plan.apply",
    targetType: "plan",
    targetId: plan.id,
    after: { kind: plan.kind, title: plan.title, count, overruled: overruled.length },
  });
  return applied;
}
