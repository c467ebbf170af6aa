import { and, asc, inArray, sql, type SQL } from "drizzle-orm";
import type { AccountScope } from "../context";
import {
  toWalkedPage,
  walkAll,
  type Place,
  type Walked,
  type WalkedPage,
} from "../db/bounded-walk";
import type { Queryable } from "../db/client";
import { backups } from "../db/schema";
import type { BackupFilter } from "./backup-filter";
import type { BackupRow } from "./backup-row";
import { chooseWalks } from "./backup-walks.repo";
import { findInstanceFacts } from "./instance-facts.repo";
import type { BackupInstanceFacts } from "./to-backup-dto";
import { unindexed } from "./unindexed";

export interface ListedBackup {
  backup: BackupRow;
  instance: BackupInstanceFacts;
}

/** See lib/db/bounded-walk.ts. */
export interface FoundBackups extends Pick<WalkedPage, "next" | "stoppedAt"> {
  rows: ListedBackup[];
}

/** Newest due moment first: places along indexes first, so that only what is shown is read. */
export async function selectBackups(
  q: Queryable,
  options: { filter: BackupFilter; after: Place | null; limit: number },
): Promise<FoundBackups> {
  const { limit } = options;
  const walked = await walkBackups(q, { ...options, limit: limit + 1 });
  const { places, next, stoppedAt } = toWalkedPage(walked, limit);
  return { rows: await readBackups(q, places), next, stoppedAt };
}

export async function walkBackups(
  q: Queryable,
  { filter, after, limit }: { filter: BackupFilter; after: Place | null; limit: number },
): Promise<Walked> {
  const { of, walks } = await chooseWalks(q, filter);
  const { fromAt, toAt } = filter;
  return walkAll(q, of, { walks, page: { after, fromAt, toAt, limit } });
}

/** In the order of the places. */
export async function readBackups(q: Queryable, places: readonly Place[]): Promise<ListedBackup[]> {
  const ids = places.map(({ id }) => id);
  if (ids.length === 0) return [];
  const rows = await q.select().from(backups).where(inArray(backups.id, ids));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return withInstances(
    q,
    [...new Set(ids)].flatMap((id) => byId.get(id) ?? []),
  );
}

export async function findListedBackup(
  q: Queryable,
  { backupId, accounts }: { backupId: string; accounts: AccountScope },
): Promise<ListedBackup | null> {
  const [found] = await findListedBackups(q, { backupIds: [backupId], accounts });
  return found ?? null;
}

/** In no order. */
export async function findListedBackups(
  q: Queryable,
  { backupIds, accounts: scope }: { backupIds: readonly string[]; accounts: AccountScope },
): Promise<ListedBackup[]> {
  if (backupIds.length === 0) return [];
  const rows = await q
    .select()
    .from(backups)
    .where(and(inArray(backups.id, [...backupIds]), inScope(scope)));
  return withInstances(q, rows);
}

/** What is queued, being asked for or being made, oldest due first. */
export async function selectRunning(
  q: Queryable,
  { accounts: scope, limit }: { accounts: AccountScope; limit: number },
): Promise<ListedBackup[]> {
  const rows = await q
    .select()
    .from(backups)
    .where(and(sql`${backups.status} in ('queued', 'creating', 'pending')`, inScope(scope)))
    .orderBy(asc(backups.dueAt), asc(backups.id))
    .limit(limit);
  return withInstances(q, rows);
}

async function withInstances(q: Queryable, rows: readonly BackupRow[]): Promise<ListedBackup[]> {
  const facts = await findInstanceFacts(
    q,
    rows.map((row) => row.instanceRef),
  );
  return rows.flatMap((backup) => {
    const instance = facts.get(backup.instanceRef);
    return instance ? [{ backup, instance }] : [];
  });
}

function inScope(scope: AccountScope): SQL | undefined {
  return scope === "all" ? undefined : inArray(unindexed(backups.accountRef), [...scope]);
}
