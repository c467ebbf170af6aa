import { and, eq, inArray } from "drizzle-orm";
import type { Queryable } from "../db/client";
import type { InstanceState } from "../db/schema/constants";
import { accounts, attempts, backups, instances } from "../db/schema";
import type { AttemptRow, BackupRow } from "./backup-row";

/** A backup with all that a step needs to know. */
export interface Run {
  backup: BackupRow;
  instance: {
    id: string;
    name: string;
    credentialId: string | null;
    paused: boolean;
    state: InstanceState;
    rebootOnBackup: boolean;
    removedAt: number | null;
  };
  /** The 12 digits. */
  accountId: string;
  /** Of the backup's current number; null before its first claim. */
  attempt: AttemptRow | null;
  previous: AttemptRow | null;
}

export async function findRun(q: Queryable, backupId: string): Promise<Run | null> {
  const [run] = await findRuns(q, [backupId]);
  return run ?? null;
}

/** In the order of the ids; those that do not exist are left out. */
export async function findRuns(q: Queryable, backupIds: readonly string[]): Promise<Run[]> {
  const rows = await q
    .select({
      backup: backups,
      instance: {
        id: instances.id,
        name: instances.name,
        credentialId: instances.credentialId,
        paused: instances.paused,
        state: instances.state,
        rebootOnBackup: instances.rebootOnBackup,
        removedAt: instances.removedAt,
      },
      accountId: accounts.accountId,
    })
    .from(backups)
    .innerJoin(instances, eq(instances.id, backups.instanceRef))
    .innerJoin(accounts, eq(accounts.id, backups.accountRef))
    .where(inArray(backups.id, [...backupIds]));
  const tries = await q
    .select()
    .from(attempts)
    .where(and(inArray(attempts.backupId, [...backupIds])));
  const byNumber = new Map(tries.map((row) => [`${row.backupId}/${row.number}`, row]));
  const byId = new Map(
    rows.map((row) => {
      const { id, attemptNumber } = row.backup;
      const attempt = byNumber.get(`${id}/${attemptNumber}`) ?? null;
      const previous = byNumber.get(`${id}/${attemptNumber - 1}`) ?? null;
      return [id, { ...row, attempt, previous }] as const;
    }),
  );
  return backupIds.map((id) => byId.get(id)).filter((run) => run !== undefined);
}
