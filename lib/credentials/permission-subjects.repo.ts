import { and, desc, eq, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import type { Queryable } from "#lib/db/client";
import { backups, instances } from "#lib/db/schema/index";

interface Place {
  accountRef: string;
  region: string;
}

/** A protected instance that an image could be made of. */
export async function findProbeInstance(q: Queryable, place: Place): Promise<string | null> {
  const [instance] = await q
    .select({ instanceId: instances.instanceId })
    .from(instances)
    .where(
      and(
        eq(instances.accountRef, place.accountRef),
        eq(instances.region, place.region),
        isNull(instances.removedAt),
        inArray(instances.state, ["running", "stopped"]),
      ),
    )
    .limit(1);
  return instance?.instanceId ?? null;
}

/** Images of backups that should be there, the newest first; what was adopted may carry no tag of ours. */
export async function listProbeImages(
  q: Queryable,
  place: Place & { limit: number },
): Promise<{ madeHere: string[]; adopted: string[] }> {
  return {
    madeHere: await listImages(q, place, sql`${backups.kind} <> 'adopted'`),
    adopted: await listImages(q, place, sql`${backups.kind} = 'adopted'`),
  };
}

async function listImages(
  q: Queryable,
  { accountRef, region, limit }: Place & { limit: number },
  which: ReturnType<typeof sql>,
): Promise<string[]> {
  const rows = await q
    .select({ imageId: backups.imageId })
    .from(backups)
    .where(
      and(
        eq(backups.accountRef, accountRef),
        eq(backups.region, region),
        // A literal, not a parameter: only so does SQLite use the partial index.
        sql`${backups.status} = 'available'`,
        isNotNull(backups.imageId),
        which,
      ),
    )
    // Ids are in the order of time, and so is the partial index.
    .orderBy(desc(backups.id))
    .limit(limit);
  return rows.flatMap(({ imageId }) => imageId ?? []);
}
