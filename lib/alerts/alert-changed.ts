import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { emitEvent } from "../events/emit-event";
import type { AlertRow } from "./alert.repo";

/** Open pages read the alerts anew. */
export async function alertChanged(
  tx: Tx,
  ctx: Context,
  alert: Pick<AlertRow, "id" | "accountRef" | "status">,
): Promise<void> {
  await emitEvent(ctx.runtime, tx, {
    type: "alert.changed",
    entityId: alert.id,
    accountRef: alert.accountRef,
    data: { status: alert.status },
  });
}
