import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { emitEvents } from "../events/emit-event";
import { placeKey, type Place } from "./place.pure";

/** One wake-up for what changed in each place: an open page reads its list anew. */
export async function discoveryChanged(
  tx: Tx,
  ctx: Context,
  places: readonly Place[],
): Promise<void> {
  const byKey = new Map(places.map((place) => [placeKey(place), place]));
  await emitEvents(
    ctx.runtime,
    tx,
    [...byKey].map(([entityId, { accountRef }]) => ({
      type: "discovery.changed",
      entityId,
      accountRef,
    })),
  );
}
