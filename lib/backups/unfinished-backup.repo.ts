import { and, eq, ne, sql } from "drizzle-orm";
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

/** One that AWS works on, or may work on: the next one of the instance waits for it. */
export async function findRunningBackup(q: Queryable, others: Others): Promise<BackupRow | null> {
  const found = await unfinishedQuery(q, others);
  return found.find(({ status }) => status !== "queued") ?? null;
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
