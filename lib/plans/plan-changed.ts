import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { emitEvent } from "../events/emit-event";
import type { PlanRow } from "./plan-row";

/** Open pages read the plan again. */
export async function planChanged(tx: Tx, ctx: Context, plan: PlanRow): Promise<void> {
  await emitEvent(ctx.runtime, tx, {
    type: "plan.changed",
    entityId: plan.id,
    // A plan may be of many accounts: nothing of them is in the event.
    accountRef: null,
    data: { status: plan.status },
  });
}
