import { and, eq, inArray, or, sql, type SQL } from "drizzle-orm";
import type { AnySQLiteColumn } from "drizzle-orm/sqlite-core";
import type { AccountScope } from "../context";
import { walkAll, type Ordered, type Walk, type Walked, type WalkPage } from "../db/bounded-walk";
import type { Queryable } from "../db/client";
import { holdsText } from "../db/holds-text";
import { safeColumns } from "../db/safe-cells";
import { auditEntries } from "../db/schema";
import type { AuditFilter } from "./audit-filter";
import type { AuditRow } from "./audit.repo";
import { SEARCHED_COLUMNS } from "./fits-filter.pure";

const ORDERED: Ordered = { table: auditEntries, at: auditEntries.at, id: auditEntries.id };

/** The newest that fit, within a bound of rows that are looked at. */
export function walkEntries(
  q: Queryable,
  { filter, page }: { filter: AuditFilter; page: Pick<WalkPage, "after" | "limit"> },
): Promise<Walked> {
  const { fromAt, toAt } = filter;
  return walkAll(q, ORDERED, { walks: toWalks(filter), page: { ...page, fromAt, toAt } });
}

export async function readEntries(q: Queryable, ids: readonly string[]): Promise<AuditRow[]> {
  if (ids.length === 0) return [];
  const rows = await q
    .select(safeColumns(auditEntries))
    .from(auditEntries)
    .where(inArray(auditEntries.id, [...ids]));
  return rows.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
}

/** Along the narrowest index there is; the rest is looked at row by row. */
function toWalks(filter: AuditFilter): Walk[] {
  const { accounts, account, target, targetId, actorId, actor, action } = filter;
  const isTarget = target !== undefined && targetId !== undefined;
  const along = isTarget
    ? and(eq(auditEntries.targetType, target), eq(auditEntries.targetId, targetId))
    : actorId !== undefined
      ? eq(auditEntries.actorId, actorId)
      : actor !== undefined
        ? eq(auditEntries.actorName, actor)
        : action !== undefined
          ? eq(auditEntries.action, action)
          : undefined;
  const rest = restOf(filter);
  const wanted = account === undefined ? accounts : within(accounts, account);
  if (wanted === "all") return [{ along, rest }];
  // Whoever sees some accounts sees their entries, and none of the installation's own.
  if (along !== undefined) {
    const anyOf =
      wanted.length === 0 ? sql`0` : or(...wanted.map((ref) => is(auditEntries.accountRef, ref)));
    return [{ along, rest: and(rest, anyOf) }];
  }
  return wanted.map((ref) => ({ along: eq(auditEntries.accountRef, ref), rest }));
}

function within(accounts: AccountScope, account: string): readonly string[] {
  return accounts === "all" || accounts.includes(account) ? [account] : [];
}

/** A plus sign keeps SQLite from another index than the one that is walked. */
function is(column: AnySQLiteColumn, value: string | undefined): SQL | undefined {
  return value === undefined ? undefined : sql`+${column} = ${value}`;
}

function restOf(filter: AuditFilter): SQL | undefined {
  const { actorType, actorId, actor, action, target, targetId, search } = filter;
  return and(
    is(auditEntries.actorType, actorType),
    is(auditEntries.actorId, actorId),
    is(auditEntries.actorName, actor),
    is(auditEntries.action, action),
    is(auditEntries.targetType, target),
    is(auditEntries.targetId, targetId),
    search === undefined || search === "" ? undefined : anyHolds(search),
  );
}

function anyHolds(search: string): SQL | undefined {
  return or(...SEARCHED_COLUMNS.map((name) => holdsText(auditEntries[name], search)));
}
