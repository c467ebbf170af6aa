import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { emitEvent } from "../events/emit-event";

/** Open pages of the place and of its instances look again. */
export async function objectsChanged(
  tx: Tx,
  ctx: Context,
  place: { id: string; accountRef: string },
): Promise<void> {
  const { id, accountRef } = place;
  await emitEvent(ctx.runtime, tx, { type: "eventbridge.changed", entityId: id, accountRef });
}
