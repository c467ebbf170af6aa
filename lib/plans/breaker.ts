import { recordAudit } from "../audit/record-audit";
import { DAY, toIso } from "../clock";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { findDayBreaker } from "./breaker.pure";
import { readAccountDays } from "./breaker.repo";
import { askPerson } from "./finish-gathering";
import { countByAccount } from "./items.repo";
import { planChanged } from "./plan-changed";
import type { PlanRow } from "./plan-row";
import { patchPlan } from "./plans.repo";

const MEAN_DAYS = 14;

/** A plan that no person said yes to stops and asks when an account's day would be too much. */
export async function stopForBreaker(ctx: Context, plan: PlanRow): Promise<boolean> {
  if (!plan.automatic || plan.appliedBy !== null) return false;
  const { db, clock } = ctx.runtime;
  const now = clock.now();
  const day = (at: number) => toIso(at).slice(0, 10);
  const ready = await countByAccount(db.read, { planId: plan.id, status: "ready" });
  for (const { accountRef, count } of ready) {
    const days = await readAccountDays(db.read, {
      accountRef,
      today: day(now),
      fromDay: day(now - MEAN_DAYS * DAY),
    });
    const reason = findDayBreaker({ ...days, planned: count, days: MEAN_DAYS });
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
    set: { status: "waiting", breakerReason: reason, appliedAt: null, readyAt: now, updatedAt: now },
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
