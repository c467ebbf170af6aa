import { and, asc, eq, gte, lt } from "drizzle-orm";
import type { AnySQLiteColumn } from "drizzle-orm/sqlite-core";
import type { AccountScope } from "#lib/context";
import type { Queryable } from "#lib/db/client";
import { inScope } from "#lib/db/in-scope";
import { backups, instances, snapshots } from "#lib/db/schema/index";
import type { BackupStatus } from "#lib/db/schema/constants";

export interface FoundBackup {
  id: string;
  status: BackupStatus;
  dueAt: number;
  imageId: string | null;
  name: string;
  instanceId: string;
  matched: string;
}

interface Wanted {
  text: string;
  accounts: AccountScope;
  limit: number;
}

/** Beyond every id that begins with what stands before it. */
const LAST = "\u{10FFFF}";

/** By the beginning of a backup's, an image's or a snapshot's id: one walk along that id's index. */
export async function findBackupsById(q: Queryable, wanted: Wanted): Promise<FoundBackup[]> {
  const { text } = wanted;
  if (text.startsWith("snap-")) return findBySnapshot(q, wanted);
  const column = text.startsWith("ami-") ? backups.imageId : backups.id;
  const rows = await q
    .select(shown)
    .from(backups)
    .innerJoin(instances, eq(instances.id, backups.instanceRef))
    .where(and(...beginning(column, text), inScope(instances.accountRef, wanted.accounts)))
    .orderBy(asc(column))
    .limit(wanted.limit);
  return rows.map((row) => ({
    ...row,
    matched: column === backups.id ? row.id : (row.imageId ?? ""),
  }));
}

async function findBySnapshot(q: Queryable, wanted: Wanted): Promise<FoundBackup[]> {
  return q
    .select({ ...shown, matched: snapshots.snapshotId })
    .from(snapshots)
    .innerJoin(backups, eq(backups.id, snapshots.backupId))
    .innerJoin(instances, eq(instances.id, backups.instanceRef))
    .where(
      and(
        ...beginning(snapshots.snapshotId, wanted.text),
        inScope(instances.accountRef, wanted.accounts),
      ),
    )
    .orderBy(asc(snapshots.snapshotId))
    .limit(wanted.limit);
}

const shown = {
  id: backups.id,
  status: backups.status,
  dueAt: backups.dueAt,
  imageId: backups.imageId,
  name: instances.name,
  instanceId: instances.instanceId,
};

function beginning(column: AnySQLiteColumn, text: string) {
  return [gte(column, text), lt(column, text + LAST)];
}
