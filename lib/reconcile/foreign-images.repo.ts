import { and, eq, inArray, lt, ne, sql } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { foreignImages } from "../db/schema";
import type { Tx } from "../db/tx";
import type { Place } from "./records.repo";

export type ForeignImageRow = typeof foreignImages.$inferInsert;

/** As they are now; when each was first seen, and made, stays. */
export async function saveForeign(tx: Tx, rows: readonly ForeignImageRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .insert(foreignImages)
    .values([...rows])
    .onConflictDoUpdate({
      target: [foreignImages.accountRef, foreignImages.region, foreignImages.imageId],
      set: {
        name: sql`excluded.name`,
        owner: sql`excluded.owner`,
        description: sql`excluded.description`,
        state: sql`excluded.state`,
        isPublic: sql`excluded.is_public`,
        sourceInstanceId: sql`excluded.source_instance_id`,
        sizeBytes: sql`excluded.size_bytes`,
        tags: sql`excluded.tags`,
        lastSeenAt: sql`excluded.last_seen_at`,
        seenByRun: sql`excluded.seen_by_run`,
      },
    });
}

/** Of a place whose images nobody has seen since then, some; answers with how many went. */
export async function deleteStaleForeign(
  tx: Tx,
  { before, limit }: { before: number; limit: number },
): Promise<number> {
  for (let place = await nextPlace(tx, null); place; place = await nextPlace(tx, place)) {
    if (place.lastSeenAt >= before) continue;
    const inPlace = and(
      eq(foreignImages.accountRef, place.accountRef),
      eq(foreignImages.region, place.region),
    );
    const stale = tx
      .select({ imageId: foreignImages.imageId })
      .from(foreignImages)
      .where(and(inPlace, lt(foreignImages.lastSeenAt, before)))
      .limit(limit);
    const gone = await tx
      .delete(foreignImages)
      .where(and(inPlace, inArray(foreignImages.imageId, stale)));
    return gone.rowsAffected;
  }
  return 0;
}

/** From one place to the next along the key, with when one of its images was seen: a pass sees all. */
async function nextPlace(q: Queryable, after: Place | null) {
  const { accountRef, region, imageId, lastSeenAt } = foreignImages;
  const [next] = await q
    .select({ accountRef, region, lastSeenAt })
    .from(foreignImages)
    .where(
      after === null
        ? undefined
        : sql`(${accountRef}, ${region}) > (${after.accountRef}, ${after.region})`,
    )
    .orderBy(accountRef, region, imageId)
    .limit(1);
  return next ?? null;
}

/** Answers with how many went. */
export async function deleteUnseen(
  tx: Tx,
  { accountRef, region, runId, limit }: Place & { runId: string; limit: number },
): Promise<number> {
  const inPlace = and(eq(foreignImages.accountRef, accountRef), eq(foreignImages.region, region));
  const unseen = tx
    .select({ imageId: foreignImages.imageId })
    .from(foreignImages)
    .where(and(inPlace, ne(foreignImages.seenByRun, runId)))
    .limit(limit);
  const gone = await tx
    .delete(foreignImages)
    .where(and(inPlace, inArray(foreignImages.imageId, unseen)));
  return gone.rowsAffected;
}
