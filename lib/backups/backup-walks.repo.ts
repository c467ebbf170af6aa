import { and, eq, inArray, sql, type SQL } from "drizzle-orm";
import type { Queryable } from "../db/client";
import type { Ordered, Walk } from "../db/bounded-walk";
import { accounts, backups, backupTags, occurrences, scheduleLinks } from "../db/schema";
import { BACKUP_KINDS, BACKUP_STATUSES, type BackupStatus } from "../db/schema/constants";
import type { BackupFilter } from "./backup-filter";
import { resolveInstances, resolveSearch, type FoundInstances } from "./backup-search.repo";
import { unindexed } from "./unindexed";

export const BY_DUE: Ordered = { table: backups, at: backups.dueAt, id: backups.id };
export const BY_TAG: Ordered = {
  table: backupTags,
  at: backupTags.dueAt,
  id: backupTags.backupId,
};

/** Word for word as the partial indexes have it. */
const LISTED = sql`${backups.status} <> 'expected'`;
const UNUSUAL = sql`${backups.kind} <> 'scheduled'`;
const HELD = sql`${backups.heldAt} is not null`;

export interface Walks {
  of: Ordered;
  walks: Walk[];
}

/**
 * The narrowest index there is for a filter; what it does not know is looked at row by row, within
 * the bound of lib/db/bounded-walk.ts.
 */
export async function chooseWalks(q: Queryable, filter: BackupFilter): Promise<Walks> {
  const facts = await findFacts(q, filter);
  if (facts === null) return { of: BY_DUE, walks: [] };
  const { exact, instances } = facts;
  const rest = (known: readonly Known[]) => toRest(filter, { facts, known });
  if (exact) {
    const walks = exact.map((along) => ({ along: and(along, rest(["search"])), rest: undefined }));
    return { of: BY_DUE, walks };
  }
  if (instances?.refs) {
    const left = rest(["instance", "account", "region", "search"]);
    return byDue(
      instances.refs.map((ref) => ({ along: eq(backups.instanceRef, ref), rest: left })),
    );
  }
  if (filter.tag !== undefined) return byTag(filter.tag, rest(["tag"]));
  if (filter.held === true) return byDue([{ along: HELD, rest: rest(["held"]) }]);
  const kinds = toKinds(filter);
  if (!kinds.includes("scheduled")) {
    const along = (kind: string) => sql`${UNUSUAL} and ${backups.kind} = ${kind}`;
    return byDue(kinds.map((kind) => ({ along: along(kind), rest: rest(["kind"]) })));
  }
  return byDue(ofPlacesAndStatuses(filter, { facts, rest }));
}

type Known = "search" | "instance" | "account" | "region" | "status" | "kind" | "held" | "tag";

interface Facts {
  /** Conditions that each find a row or a few. */
  exact: SQL[] | null;
  instances: FoundInstances | null;
  accountRefs: string[] | null;
}

/** Null: nothing can match. */
async function findFacts(q: Queryable, filter: BackupFilter): Promise<Facts | null> {
  const accountRefs = await findAccountRefs(q, filter);
  if (accountRefs?.length === 0) return null;
  const exact = await resolveSearch(q, filter.search);
  const search = exact ? undefined : filter.search;
  const instances = await resolveInstances(q, { ...filter, search, accountRefs });
  if (instances?.refs?.length === 0) return null;
  return { exact, instances, accountRefs };
}

async function findAccountRefs(q: Queryable, filter: BackupFilter): Promise<string[] | null> {
  const { accountId, accounts: scope } = filter;
  if (accountId === undefined) return scope === "all" ? null : [...scope];
  const rows = await q
    .select({ id: accounts.id })
    .from(accounts)
    .where(eq(accounts.accountId, accountId));
  const ids = rows.map(({ id }) => id);
  return scope === "all" ? ids : ids.filter((id) => scope.includes(id));
}

function ofPlacesAndStatuses(
  filter: BackupFilter,
  { facts, rest }: { facts: Facts; rest(known: readonly Known[]): SQL | undefined },
): Walk[] {
  const statuses = filter.statuses ?? null;
  const past = statuses ?? BACKUP_STATUSES.filter((status) => status !== "expected");
  // What is still to come is in the one index that has all statuses.
  const isToCome = statuses?.includes("expected") === true;
  const { accountRefs } = facts;
  if (accountRefs && accountRefs.length <= WALKED_ACCOUNTS_MAX && !isToCome) {
    const left = rest(["account", "status"]);
    return accountRefs.flatMap((ref) =>
      past.map((status) => ({ along: listed(eq(backups.accountRef, ref), status), rest: left })),
    );
  }
  if (filter.region !== undefined && !isToCome) {
    const place = eq(backups.region, filter.region);
    const left = rest(["region", "status"]);
    return past.map((status) => ({ along: listed(place, status), rest: left }));
  }
  if (statuses === null) return [{ along: LISTED, rest: rest(["status"]) }];
  const left = rest(["status"]);
  return statuses.map((status) => ({ along: eq(backups.status, status), rest: left }));
}

/** A person's accounts; above so many their backups are a good part of all. */
const WALKED_ACCOUNTS_MAX = 5;

function listed(place: SQL, status: BackupStatus): SQL {
  return sql`${LISTED} and ${place} and ${eq(backups.status, status)}`;
}

function byDue(walks: Walk[]): Walks {
  return { of: BY_DUE, walks };
}

function byTag(tag: NonNullable<BackupFilter["tag"]>, rest: SQL | undefined): Walks {
  const ofValue = tag.value === null ? undefined : eq(backupTags.value, tag.value);
  const along = and(eq(backupTags.key, tag.key), ofValue);
  const left =
    rest &&
    sql`exists (select 1 from ${backups} where ${backups.id} = ${backupTags.backupId} and ${rest})`;
  return { of: BY_TAG, walks: [{ along, rest: left }] };
}

function toKinds({ kinds }: BackupFilter) {
  return kinds ?? BACKUP_KINDS;
}

/** What the walk does not know by itself. */
function toRest(
  filter: BackupFilter,
  { facts, known }: { facts: Facts; known: readonly Known[] },
): SQL | undefined {
  const { statuses, region, held, tag, scheduleId } = filter;
  const isLeft = (name: Known): boolean => !known.includes(name);
  const { accountRefs, instances } = facts;
  return and(
    accountRefs && isLeft("account")
      ? inArray(unindexed(backups.accountRef), accountRefs)
      : undefined,
    region !== undefined && isLeft("region") ? eq(unindexed(backups.region), region) : undefined,
    instances && isLeft("instance") ? instances.condition : undefined,
    isLeft("status") ? statusIs(statuses) : undefined,
    filter.kinds && isLeft("kind")
      ? inArray(unindexed(backups.kind), [...filter.kinds])
      : undefined,
    held !== undefined && isLeft("held") ? heldIs(held) : undefined,
    tag && isLeft("tag") ? hasTag(tag) : undefined,
    scheduleId === undefined ? undefined : isOfSchedule(scheduleId),
  );
}

/** Moments to come are no history yet. */
function statusIs(statuses: BackupFilter["statuses"]): SQL {
  const column = unindexed(backups.status);
  return statuses ? inArray(column, [...statuses]) : sql`${column} <> 'expected'`;
}

function heldIs(held: boolean): SQL {
  return held
    ? sql`${unindexed(backups.heldAt)} is not null`
    : sql`${unindexed(backups.heldAt)} is null`;
}

function hasTag({ key, value }: NonNullable<BackupFilter["tag"]>): SQL {
  const ofValue = value === null ? sql`1` : sql`${backupTags.value} = ${value}`;
  return sql`exists (select 1 from ${backupTags} where ${backupTags.backupId} = ${backups.id} and ${backupTags.key} = ${key} and ${ofValue})`;
}

function isOfSchedule(scheduleId: string): SQL {
  return sql`exists (select 1 from ${occurrences} join ${scheduleLinks} on ${scheduleLinks.id} = ${occurrences.linkId} where ${occurrences.backupId} = ${backups.id} and ${scheduleLinks.scheduleId} = ${scheduleId})`;
}
