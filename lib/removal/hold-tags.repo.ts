import { and, eq, inArray, isNotNull, sql } from "drizzle-orm";
import { unindexed } from "../backups/unindexed";
import type { Queryable } from "../db/client";
import { backups } from "../db/schema";
import type { Tx } from "../db/tx";
import type { Place } from "./removals.repo";

// As the partial index has it, word for word.
const differs = sql`((${backups.heldAt} is not null and coalesce(${backups.holdTaggedAt}, 0) = 0) or (${backups.heldAt} is null and ${backups.holdTaggedAt} is not null))`;

const taggable = and(
  differs,
  isNotNull(unindexed(backups.imageId)),
  inArray(unindexed(backups.status), ["pending", "available"]),
);

/** Where a tag in AWS does not say what the records say. */
export async function listHoldPlaces(q: Queryable): Promise<Place[]> {
  return q
    .selectDistinct({ accountRef: backups.accountRef, region: backups.region })
    .from(backups)
    .where(taggable)
    .limit(500);
}

export interface HoldToTag {
  id: string;
  imageId: string | null;
  held: boolean;
}

export async function listHoldsToTag(
  q: Queryable,
  { accountRef, region, limit }: Place & { limit: number },
): Promise<HoldToTag[]> {
  const rows = await q
    .select({ id: backups.id, imageId: backups.imageId, heldAt: backups.heldAt })
    .from(backups)
    .where(and(taggable, eq(backups.accountRef, accountRef), eq(backups.region, region)))
    .limit(limit);
  return rows.map(({ id, imageId, heldAt }) => ({ id, imageId, held: heldAt !== null }));
}

/** Whether AWS has the tag: since when, 0 for perhaps, null for not. */
export async function markHoldTags(
  tx: Tx,
  { ids, at }: { ids: readonly string[]; at: number | null },
): Promise<void> {
  await tx
    .update(backups)
    .set({ holdTaggedAt: at })
    .where(inArray(backups.id, [...ids]));
}
