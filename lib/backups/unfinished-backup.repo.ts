import { and, eq, inArray, ne, sql } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { backups } from "../db/schema";
import type { BackupRow } from "./backup-row";
import { unindexed } from "./unindexed";

interface Others {
  instanceRef: string;
  /** The backup that asks. */
  except: string;
}

/** Another backup of the instance that is queued or being made. */
export async function findUnfinishedBackup(
  q: Queryable,
  others: Others,
): Promise<BackupRow | null> {
  const [found] = await unfinishedQuery(q, others).limit(1);
  return found ?? null;
}

/** Instances with a backup that AWS works on, or may work on: their next ones wait for it. */
export async function listBusyInstances(
  q: Queryable,
  instanceRefs: readonly string[],
): Promise<Set<string>> {
  const rows = await busyQuery(q, instanceRefs);
  return new Set(rows.map(({ instanceRef }) => instanceRef));
}

export function busyQuery(q: Queryable, instanceRefs: readonly string[]) {
  return q
    .select({ instanceRef: backups.instanceRef })
    .from(backups)
    .where(
      and(
        inArray(backups.instanceRef, [...instanceRefs]),
        // The first says which index, the second which of its rows.
        sql`${backups.status} in ('queued', 'creating', 'pending')`,
        ne(unindexed(backups.status), "queued"),
      ),
    );
}

/** Exported for the test that reads its plan. */
export function unfinishedQuery(q: Queryable, { instanceRef, except }: Others) {
  return q
    .select()
    .from(backups)
    .where(
      and(
        eq(backups.instanceRef, instanceRef),
        // Literals, not parameters: only so does SQLite use the partial index.
        sql`${backups.status} in ('queued', 'creating', 'pending')`,
        ne(unindexed(backups.id), except),
      ),
    );
}
