import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { emitEvent, emitEvents } from "../events/emit-event";
import { placeKey, type Place } from "./place.pure";

/** A run began or ended, or rows were changed by a person: once for each account. */
export async function discoveryChanged(
  tx: Tx,
  ctx: Context,
  places: ReadonlyArray<{ accountRef: string }>,
): Promise<void> {
  const accountRefs = [...new Set(places.map(({ accountRef }) => accountRef))];
  const news = accountRefs.map((accountRef) => ({
    type: "discovery.changed",
    entityId: accountRef,
    accountRef,
  }));
  await emitEvents(ctx.runtime, tx, news);
}

/** How far the look at a place is: only a page that shows looks is drawn anew for it. */
export async function discoveryProgress(tx: Tx, ctx: Context, place: Place): Promise<void> {
  await emitEvent(ctx.runtime, tx, {
    type: "discovery.progress",
    entityId: placeKey(place),
    accountRef: place.accountRef,
  });
}
