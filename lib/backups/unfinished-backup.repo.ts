import { and, eq, ne, sql } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { backups } from "../db/schema";
import type { BackupRow } from "./backup-row";

/** Another backup of the instance that is queued or being made. */
export async function findUnfinishedBackup(
  q: Queryable,
  { instanceRef, except }: { instanceRef: string; except?: string },
): Promise<BackupRow | null> {
  const [found] = await q
    .select()
    .from(backups)
    .where(
      and(
        eq(backups.instanceRef, instanceRef),
        // Literals, not parameters: only so does SQLite use the partial index.
        sql`${backups.status} in ('queued', 'creating', 'pending')`,
        except === undefined ? undefined : ne(backups.id, except),
      ),
    )
    .limit(1);
  return found ?? null;
}

/** One that AWS works on, or may work on: the next one of the instance waits for it. */
export async function findRunningBackup(
  q: Queryable,
  { instanceRef, except }: { instanceRef: string; except: string },
): Promise<BackupRow | null> {
  const [found] = await q
    .select()
    .from(backups)
    .where(
      and(
        eq(backups.instanceRef, instanceRef),
        sql`${backups.status} in ('queued', 'creating', 'pending')`,
        ne(backups.status, "queued"),
        ne(backups.id, except),
      ),
    )
    .limit(1);
  return found ?? null;
}
