import { and, inArray, ne } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { backups } from "../db/schema";

/** Which of these images a record still stands for. */
export async function listWantedImages(
  q: Queryable,
  imageIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await q
    .select({ imageId: backups.imageId })
    .from(backups)
    .where(and(inArray(backups.imageId, [...imageIds]), ne(backups.status, "deleted")));
  return new Set(rows.flatMap(({ imageId }) => imageId ?? []));
}
