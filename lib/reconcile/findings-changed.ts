import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { emitEvent } from "../events/emit-event";
import type { Place } from "./records.repo";

/** One wake-up for all that changed in a place: a page reads its list anew. */
export async function findingsChanged(tx: Tx, ctx: Context, place: Place): Promise<void> {
  await emitEvent(ctx.runtime, tx, {
    type: "finding.changed",
    entityId: `${place.accountRef}-${place.region}`,
    accountRef: place.accountRef,
  });
}
