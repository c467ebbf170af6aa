import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { emitEvent } from "../events/emit-event";
import type { PlanRow } from "./plan-row";
import { listPlanAccounts } from "./plan-scope.repo";

/** Open pages read the plan again: of those who see any part of it, as its lists do. */
export async function planChanged(
  tx: Tx,
  ctx: Context,
  { id, status }: Pick<PlanRow, "id" | "status">,
): Promise<void> {
  await emitEvent(ctx.runtime, tx, {
    type: "plan.changed",
    entityId: id,
    accountRef: null,
    accountRefs: await listPlanAccounts(tx, id),
    data: { status },
  });
}
