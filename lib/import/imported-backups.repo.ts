import { inArray } from "drizzle-orm";
import type { Context } from "../context";
import type { Queryable } from "../db/client";
import { backups } from "../db/schema";
import type { Tx } from "../db/tx";
import { newId } from "../ids";

/** A record of the original application that has no image (any more). */
export interface EndedBackup {
  instanceRef: string;
  instanceId: string;
  key: string;
  dueAt: number;
  endedAt: number;
  imageId: string | null;
  imageName: string | null;
  status: "failed" | "gone";
  reason: string;
}

/** Of these images, those that a backup has already. */
export async function findKnownImages(
  q: Queryable,
  imageIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (imageIds.length === 0) return new Set();
  const rows = await q
    .select({ imageId: backups.imageId })
    .from(backups)
    .where(inArray(backups.imageId, [...imageIds]));
  return new Set(rows.flatMap(({ imageId }) => imageId ?? []));
}

/** History alone: it moves no instance's health and no day. Answers with how many are new. */
export async function insertEnded(
  tx: Tx,
  ctx: Context,
  input: { place: { accountRef: string; region: string }; ended: readonly EndedBackup[] },
): Promise<number> {
  const { place, ended } = input;
  if (ended.length === 0) return 0;
  const now = ctx.runtime.clock.now();
  const rows = await tx
    .insert(backups)
    .values(
      ended.map(({ reason, ...each }) => ({
        ...each,
        ...place,
        id: newId("bak", now, ctx.runtime.random),
        kind: "adopted" as const,
        statusReason: reason,
        statusCode: "Imported",
        startWindowEndsAt: each.dueAt,
        createdAt: now,
        updatedAt: now,
      })),
    )
    .onConflictDoNothing({ target: backups.key })
    .returning({ id: backups.id });
  return rows.length;
}
