import { inArray } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { backups } from "../db/schema";

export interface Hold {
  isHeld: boolean;
  /** A tag of a hold in AWS is the record's own, or is about to be taken off. */
  knowsTag: boolean;
}

/** What the records say of holds on these. */
export async function findHolds(
  q: Queryable,
  backupIds: readonly string[],
): Promise<ReadonlyMap<string, Hold>> {
  if (backupIds.length === 0) return new Map();
  const rows = await q
    .select({ id: backups.id, heldAt: backups.heldAt, holdTaggedAt: backups.holdTaggedAt })
    .from(backups)
    .where(inArray(backups.id, [...backupIds]));
  return new Map(
    rows.map(({ id, heldAt, holdTaggedAt }) => {
      const isHeld = heldAt !== null;
      return [id, { isHeld, knowsTag: isHeld || holdTaggedAt !== null }];
    }),
  );
}
