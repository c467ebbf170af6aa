import type { Context } from "../context";
import { onCommit, type Tx } from "../db/tx";
import { newId } from "../ids";
import { eventbridgePlaceJob } from "./jobs";
import { upsertPlace, type PlaceKey } from "./places.repo";

/** Something that AWS is to have there changed: the place's job looks at once, after the commit. */
export async function touchPlace(tx: Tx, ctx: Context, place: PlaceKey): Promise<void> {
  const { clock, random, queue } = ctx.runtime;
  const now = clock.now();
  const { accountRef, region } = place;
  await upsertPlace(tx, { id: newId("evp", now, random), accountRef, region, now });
  onCommit(tx, () => void queue.enqueue(eventbridgePlaceJob, [{ accountRef, region }]));
}
