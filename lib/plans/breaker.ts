import { recordAudit } from "../audit/record-audit";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { findBreakerReason } from "../retention/breaker.pure";
import { measureDay } from "../retention/measure-day";
import { countOpenRemovals } from "../retention/sweep.repo";
import { askPerson } from "./ask-person";
import { countByAccount } from "./items.repo";
import { planChanged } from "./plan-changed";
import type { PlanRow } from "./plan-row";
import { patchPlan } from "./plans.repo";

/** A plan that no person said yes to stops and asks when an account's day would be too much. */
export async function stopForBreaker(ctx: Context, plan: PlanRow): Promise<boolean> {
  if (!plan.automatic || plan.appliedBy !== null) return false;
  const { db, clock } = ctx.runtime;
  const now = clock.now();
  const ready = await countByAccount(db.read, { planId: plan.id, status: "ready" });
  const open = await countOpenRemovals(db.read);
  for (const { accountRef, count } of ready) {
    // What other plans, and this one's earlier items, are about to remove.
    const others = Math.max(0, (open.get(accountRef) ?? 0) - count);
    const day = await measureDay(db.read, { accountRef, now, open: others, planned: count });
    const reason = findBreakerReason({ day, edits: [] });
    if (reason !== null) return db.write((tx) => stop(tx, ctx, { plan, reason }));
  }
  return false;
}

async function stop(
  tx: Tx,
  ctx: Context,
  { plan, reason }: { plan: PlanRow; reason: string },
): Promise<boolean> {
  const now = ctx.runtime.clock.now();
  const waiting = await patchPlan(tx, {
    plan,
    set: {
      status: "waiting",
      breakerReason: reason,
      appliedAt: null,
      readyAt: now,
      updatedAt: now,
    },
  });
  if (!waiting) return true;
  await planChanged(tx, ctx, waiting);
  await askPerson(tx, ctx, waiting);
  await recordAudit(tx, ctx, {
    action: "plan.stopped",
    targetType: "plan",
    targetId: plan.id,
    after: { reason },
  });
  return true;
}
