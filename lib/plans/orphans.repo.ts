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

/** What a backup has first, of which an orphan is another copy. */
export interface FirstImage {
  backupId: string;
  imageId: string | null;
  /** As the records have it. */
  isAvailable: boolean;
}

/** By second image: the backup that has it, unless a person or a rule has removed that. */
export async function findFirstImages(
  q: Queryable,
  imageIds: readonly string[],
): Promise<ReadonlyMap<string, FirstImage>> {
  if (imageIds.length === 0) return new Map();
  const rows = await q
    .select({
      second: backups.secondImageId,
      backupId: backups.id,
      imageId: backups.imageId,
      status: backups.status,
    })
    .from(backups)
    .where(and(inArray(backups.secondImageId, [...imageIds]), ne(backups.status, "deleted")));
  return new Map(
    rows.map(({ second, backupId, imageId, status }) => [
      second ?? "",
      { backupId, imageId, isAvailable: status === "available" },
    ]),
  );
}
