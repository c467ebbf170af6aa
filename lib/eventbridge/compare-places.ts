import { requirePermission } from "../auth/require-permission";
import { writeAs } from "../auth/write-as";
import type { Context } from "../context";
import { listPlaces, patchPlace } from "./places.repo";
import { touchPlace } from "./touch-place";

/** Every place that the caller may see is compared with AWS, from now on, by its job. */
export async function comparePlaces(ctx: Context): Promise<void> {
  requirePermission(ctx, "schedules.write");
  const { db, clock } = ctx.runtime;
  const records = await listPlaces(db.read, ctx.accounts);
  if (records.length === 0) return;
  const compareFromAt = clock.now();
  await writeAs(ctx, async (tx) => {
    for (const { place } of records) {
      await patchPlace(tx, place.id, { compareFromAt });
      await touchPlace(tx, ctx, place);
    }
  });
}
