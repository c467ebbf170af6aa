import { and, asc, desc, eq, gte, inArray, like, lt, ne, or, sql, type SQL } from "drizzle-orm";
import type { AccountScope } from "../context";
import type { Queryable } from "../db/client";
import { accounts, backups, instances } from "../db/schema";
import type { BackupStatus } from "../db/schema/constants";
import type { Cursor } from "../paging";
import type { BackupRow } from "./backup-row";
import { findInstanceFacts } from "./instance-facts.repo";
import type { BackupInstanceFacts } from "./to-backup-dto";
import { unindexed } from "./unindexed";

export interface ListedBackup {
  backup: BackupRow;
  instance: BackupInstanceFacts;
}

export interface BackupFilter {
  accounts: AccountScope;
  statuses?: readonly BackupStatus[] | undefined;
  instanceRef?: string | undefined;
  accountId?: string | undefined;
  region?: string | undefined;
  fromAt?: number | undefined;
  toAt?: number | undefined;
  search?: string | undefined;
}

export interface BackupPage {
  filter: BackupFilter;
  cursor: Cursor | null;
  limit: number;
}

/**
 * Newest due moment first, from the cursor on. Each part is one walk along one index in the order
 * of the page, so that no page grows with the history; a list of values would sort all of it.
 */
export async function selectBackups(q: Queryable, page: BackupPage): Promise<ListedBackup[]> {
  const rows: BackupRow[] = [];
  for (const part of await toParts(q, page.filter)) {
    rows.push(...(await backupsQuery(q, { ...page, part })));
  }
  return withInstances(q, rows.toSorted(newestFirst).slice(0, page.limit));
}

/** One walk; exported for the test that reads its plan. */
export function backupsQuery(q: Queryable, page: BackupPage & { part: SQL | undefined }) {
  return q
    .select()
    .from(backups)
    .where(and(...toConditions(page.filter), page.part, after(page.cursor)))
    .orderBy(desc(backups.dueAt), desc(backups.id))
    .limit(page.limit);
}

export async function findListedBackup(
  q: Queryable,
  { backupId, accounts: scope }: { backupId: string; accounts: AccountScope },
): Promise<ListedBackup | null> {
  const rows = await q
    .select()
    .from(backups)
    .where(and(eq(backups.id, backupId), inScope(scope)))
    .limit(1);
  const [found] = await withInstances(q, rows);
  return found ?? null;
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

function newestFirst(a: BackupRow, b: BackupRow): number {
  return b.dueAt - a.dueAt || (a.id < b.id ? 1 : -1);
}

function inScope(scope: AccountScope): SQL | undefined {
  return scope === "all" ? undefined : inArray(unindexed(backups.accountRef), [...scope]);
}

function toConditions(filter: BackupFilter): Array<SQL | undefined> {
  const { statuses, region, fromAt, toAt } = filter;
  return [
    inScope(filter.accounts),
    // Moments to come are no history yet.
    statuses ? inArray(unindexed(backups.status), [...statuses]) : ne(backups.status, "expected"),
    region === undefined ? undefined : eq(backups.region, region),
    fromAt === undefined ? undefined : gte(backups.dueAt, fromAt),
    toAt === undefined ? undefined : lt(backups.dueAt, toAt),
  ];
}

function after(cursor: Cursor | null): SQL | undefined {
  if (!cursor) return undefined;
  const dueAt = Number(cursor[0]);
  const sameMoment = and(eq(backups.dueAt, dueAt), lt(backups.id, cursor[1]));
  // The first half is the range that the index is entered by.
  return and(sql`${backups.dueAt} <= ${dueAt}`, or(lt(backups.dueAt, dueAt), sameMoment));
}

/** The narrowest index there is: an id, instances, accounts, statuses, or time alone. */
async function toParts(q: Queryable, filter: BackupFilter): Promise<Array<SQL | undefined>> {
  const { statuses, instanceRef, accountId } = filter;
  const found = await toSearchParts(q, filter.search);
  const ofInstance = instanceRef === undefined ? [] : [eq(backups.instanceRef, instanceRef)];
  const account = accountId === undefined ? null : await toAccountParts(q, accountId);
  if (found) return combine(found, ofInstance[0], account);
  if (ofInstance[0]) return combine(ofInstance, undefined, account);
  if (account) return account;
  return statuses?.map((status) => eq(backups.status, status)) ?? [undefined];
}

function combine(
  parts: readonly SQL[],
  more: SQL | undefined,
  account: readonly SQL[] | null,
): Array<SQL | undefined> {
  const ofAccount = account ? (or(...account) ?? sql`false`) : undefined;
  return parts.map((part) => and(part, more, ofAccount));
}

async function toAccountParts(q: Queryable, accountId: string): Promise<SQL[]> {
  const rows = await q
    .select({ id: accounts.id })
    .from(accounts)
    .where(eq(accounts.accountId, accountId));
  return rows.map(({ id }) => eq(backups.accountRef, id));
}

const MATCHED_INSTANCES_MAX = 50;

/** Ids are looked up exactly; names through the instances, which are few beside their backups. */
async function toSearchParts(q: Queryable, search: string | undefined): Promise<SQL[] | null> {
  const text = search?.trim();
  if (!text) return null;
  if (/^ami-[0-9a-z]+$/.test(text)) return [eq(backups.imageId, text)];
  if (/^bak_[0-9a-z]+$/.test(text)) return [eq(backups.id, text)];
  if (/^i-[0-9a-f]+-\d{8}T\d{6}Z-[a-z2-7]+$/.test(text)) return [eq(backups.imageName, text)];
  const pattern = `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const found = await q
    .select({ id: instances.id })
    .from(instances)
    .where(or(likeText(instances.name, pattern), like(instances.instanceId, pattern)))
    .orderBy(asc(instances.id))
    .limit(MATCHED_INSTANCES_MAX);
  return found.map(({ id }) => eq(backups.instanceRef, id));
}

function likeText(column: typeof instances.name, pattern: string): SQL {
  return sql`${column} like ${pattern} escape '\\'`;
}
