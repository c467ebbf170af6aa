import { recordAudit } from "../audit/record-audit";
import { requirePermission } from "../auth/require-permission";
import { writeAs } from "../auth/write-as";
import { toBulkReport, type BulkItemDto, type BulkReportDto } from "../bulk";
import { actorName, type Context } from "../context";
import type { Tx } from "../db/tx";
import { ConflictError } from "../errors";
import { closePlan } from "./close-plan";
import { countItems, findItems } from "./items.repo";
import { planChanged } from "./plan-changed";
import type { PlanItemRow, PlanRow } from "./plan-row";
import { patchItems } from "./plans.repo";
import { requireWholePlan } from "./require-whole-plan";
import { LeaveOutInput } from "./schemas";

/**
 * Of a plan that waits: these stay, the others may still go. A plan of which nothing is left is
 * cancelled. What stays already is done, whatever became of the plan: an answer may have been lost.
 */
export async function leaveOutItems(ctx: Context, input: LeaveOutInput): Promise<BulkReportDto> {
  requirePermission(ctx, "plans.write");
  const { planId, ids } = LeaveOutInput.parse(input);
  return writeAs(ctx, async (tx) => {
    const plan = await requireWholePlan(tx, ctx, planId);
    const known = await findItems(tx, { planId, ids });
    const stays = known.some(({ status }) => status === "kept");
    if (plan.status !== "waiting" && !stays) {
      throw new ConflictError(NOT_WAITING, { reason: "PlanNotWaiting" });
    }
    const keptIds =
      plan.status === "waiting" ? await leaveOut(tx, ctx, { plan, known }) : new Set<string>();
    const byId = new Map(known.map((item) => [item.id, item]));
    return toBulkReport(
      [...new Set(ids)].map((id) => toFate({ id, item: byId.get(id), isLeftNow: keptIds.has(id) })),
    );
  });
}

const NOT_WAITING = "Items are left out while the plan waits for an answer.";

function toFate(of: {
  id: string;
  item: PlanItemRow | undefined;
  isLeftNow: boolean;
}): BulkItemDto {
  const { id, item, isLeftNow } = of;
  if (isLeftNow) return { id, ok: true, text: "it stays", link: null };
  if (item?.status === "kept") return { id, ok: true, text: "it stayed already", link: null };
  return { id, ok: false, error: item ? ENDED : UNKNOWN };
}

/** The ids of those that were still to go. */
async function leaveOut(
  tx: Tx,
  ctx: Context,
  { plan, known }: { plan: PlanRow; known: readonly PlanItemRow[] },
): Promise<ReadonlySet<string>> {
  const now = ctx.runtime.clock.now();
  const outcome = `Left out by ${actorName(ctx.actor)}.`;
  const kept = await patchItems(tx, {
    ids: known.map(({ id }) => id),
    from: ["ready", "blocked"],
    set: { status: "kept", outcome, endedAt: now, updatedAt: now },
  });
  const keptIds = kept.map(({ id }) => id);
  if (keptIds.length > 0) await tell(tx, ctx, { plan, ids: keptIds });
  return new Set(keptIds);
}

const ENDED = {
  code: "conflict",
  message: "It is not waiting in the plan any more.",
  suggestion: null,
  link: null,
};
const UNKNOWN = {
  code: "not_found",
  message: "It is not in the plan.",
  suggestion: null,
  link: null,
};

async function tell(
  tx: Tx,
  ctx: Context,
  { plan, ids }: { plan: PlanRow; ids: string[] },
): Promise<void> {
  await recordAudit(tx, ctx, {
    action: "plan.leave-out",
    targetType: "plan",
    targetId: plan.id,
    after: { title: plan.title, itemIds: ids },
  });
  const { ready, blocked } = await countItems(tx, plan.id);
  if (ready || blocked) await planChanged(tx, ctx, plan);
  else await closePlan(tx, ctx, { plan, as: "cancelled" });
}
