import {
  and,
  asc,
  desc,
  eq,
  gte,
  inArray,
  isNotNull,
  like,
  lt,
  ne,
  or,
  sql,
  type SQL,
} from "drizzle-orm";
import type { AccountScope } from "../context";
import type { Queryable } from "../db/client";
import { accounts, backups, instances } from "../db/schema";
import type { BackupStatus } from "../db/schema/constants";
import type { Cursor } from "../paging";
import type { BackupRow } from "./backup-row";
import type { BackupInstanceFacts } from "./to-backup-dto";

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
  /** Only those whose image is in AWS as far as we know. */
  inAws?: boolean | undefined;
}

const INSTANCE = {
  id: instances.id,
  instanceId: instances.instanceId,
  name: instances.name,
  region: instances.region,
  accountId: accounts.accountId,
};

/** Newest due moment first, from the cursor on. */
export async function selectBackups(
  q: Queryable,
  page: { filter: BackupFilter; cursor: Cursor | null; limit: number },
): Promise<ListedBackup[]> {
  const { filter, cursor, limit } = page;
  return q
    .select({ backup: backups, instance: INSTANCE })
    .from(backups)
    .innerJoin(instances, eq(instances.id, backups.instanceRef))
    .innerJoin(accounts, eq(accounts.id, backups.accountRef))
    .where(and(...toConditions(filter), await matching(q, filter), after(cursor)))
    .orderBy(desc(backups.dueAt), desc(backups.id))
    .limit(limit);
}

export async function findListedBackup(
  q: Queryable,
  { backupId, accounts: scope }: { backupId: string; accounts: AccountScope },
): Promise<ListedBackup | null> {
  const [found] = await q
    .select({ backup: backups, instance: INSTANCE })
    .from(backups)
    .innerJoin(instances, eq(instances.id, backups.instanceRef))
    .innerJoin(accounts, eq(accounts.id, backups.accountRef))
    .where(and(eq(backups.id, backupId), inScope(scope)))
    .limit(1);
  return found ?? null;
}

/** What is queued, being asked for or being made, oldest due first. */
export async function selectRunning(
  q: Queryable,
  { accounts: scope, limit }: { accounts: AccountScope; limit: number },
): Promise<ListedBackup[]> {
  return q
    .select({ backup: backups, instance: INSTANCE })
    .from(backups)
    .innerJoin(instances, eq(instances.id, backups.instanceRef))
    .innerJoin(accounts, eq(accounts.id, backups.accountRef))
    .where(and(sql`${backups.status} in ('queued', 'creating', 'pending')`, inScope(scope)))
    .orderBy(asc(backups.dueAt), asc(backups.id))
    .limit(limit);
}

function inScope(scope: AccountScope): SQL | undefined {
  return scope === "all" ? undefined : inArray(backups.accountRef, [...scope]);
}

function toConditions(filter: BackupFilter): Array<SQL | undefined> {
  const { statuses, instanceRef, accountId, region, fromAt, toAt, inAws } = filter;
  return [
    inScope(filter.accounts),
    statuses ? inArray(backups.status, [...statuses]) : undefined,
    // Moments to come are no history yet.
    statuses || inAws ? undefined : ne(backups.status, "expected"),
    // Literals, not parameters: only so does SQLite use the partial index.
    inAws ? sql`${backups.status} in ('pending', 'available', 'deleting')` : undefined,
    inAws ? isNotNull(backups.imageId) : undefined,
    instanceRef === undefined ? undefined : eq(backups.instanceRef, instanceRef),
    accountId === undefined ? undefined : eq(accounts.accountId, accountId),
    region === undefined ? undefined : eq(backups.region, region),
    fromAt === undefined ? undefined : gte(backups.dueAt, fromAt),
    toAt === undefined ? undefined : lt(backups.dueAt, toAt),
  ];
}

function after(cursor: Cursor | null): SQL | undefined {
  if (!cursor) return undefined;
  const dueAt = Number(cursor[0]);
  const sameMoment = and(eq(backups.dueAt, dueAt), lt(backups.id, cursor[1]));
  return or(lt(backups.dueAt, dueAt), sameMoment);
}

const MATCHED_INSTANCES_MAX = 100;

/** Ids are looked up exactly; names through the instances, which are few beside their backups. */
async function matching(q: Queryable, { search }: BackupFilter): Promise<SQL | undefined> {
  if (!search) return undefined;
  const text = search.trim();
  if (/^ami-[0-9a-f]+$/.test(text)) return eq(backups.imageId, text);
  if (/^bak_[0-9a-z]+$/.test(text)) return eq(backups.id, text);
  if (/^i-[0-9a-f]+-\d{8}T\d{6}Z-[a-z2-7]+$/.test(text)) return eq(backups.imageName, text);
  const pattern = `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const found = await q
    .select({ id: instances.id })
    .from(instances)
    .where(or(likeText(instances.name, pattern), like(instances.instanceId, pattern)))
    .orderBy(asc(instances.id))
    .limit(MATCHED_INSTANCES_MAX);
  return inArray(
    backups.instanceRef,
    found.map(({ id }) => id),
  );
}

function likeText(column: typeof instances.name, pattern: string): SQL {
  return sql`${column} like ${pattern} escape '\\'`;
}
