import { and, eq, inArray, ne, sql } from "drizzle-orm";
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
