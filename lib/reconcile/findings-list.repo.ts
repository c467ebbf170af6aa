import {
  and,
  count,
  desc,
  eq,
  inArray,
  isNotNull,
  isNull,
  lt,
  or,
  sql,
  type SQL,
} from "drizzle-orm";
import type { AccountScope } from "../context";
import type { Queryable } from "../db/client";
import { beginsWithText, holdsText } from "../db/holds-text";
import { inScope } from "../db/in-scope";
import { accounts, findings } from "../db/schema";
import type { FindingKind } from "../db/schema/constants";
import type { Cursor } from "../paging";
import type { FindingRow } from "./findings.repo";
import type { Place } from "./records.repo";

export interface ListedFinding {
  finding: FindingRow;
  /** The 12 digits. */
  accountId: string;
}

export interface FindingFilter {
  accounts: AccountScope;
  state: "open" | "ignored" | "resolved" | "all";
  kinds?: readonly FindingKind[] | undefined;
  /** accounts.id or the 12 digits. */
  account?: string | undefined;
  region?: string | undefined;
  search?: string | undefined;
}

const LISTED = { finding: findings, accountId: accounts.accountId };

/** Newest first. */
export async function selectFindings(
  q: Queryable,
  page: { filter: FindingFilter; cursor: Cursor | null; limit: number },
): Promise<ListedFinding[]> {
  return q
    .select(LISTED)
    .from(findings)
    .innerJoin(accounts, eq(accounts.id, findings.accountRef))
    .where(and(...toConditions(page.filter), after(page.cursor)))
    .orderBy(desc(findings.firstSeenAt), desc(findings.id))
    .limit(page.limit);
}

export async function findFindings(
  q: Queryable,
  options: { ids: readonly string[]; accounts: AccountScope },
): Promise<ListedFinding[]> {
  return q
    .select(LISTED)
    .from(findings)
    .innerJoin(accounts, eq(accounts.id, findings.accountRef))
    .where(
      and(inArray(findings.id, [...options.ids]), inScope(findings.accountRef, options.accounts)),
    );
}

/** Open ones that nobody ignores, by kind. */
export async function countByKind(
  q: Queryable,
  scope: AccountScope,
): Promise<Array<{ kind: FindingKind; n: number; planned: number }>> {
  return q
    .select({
      kind: findings.kind,
      n: count(),
      planned: sql<number>`sum(case when ${findings.planId} is null then 0 else 1 end)`,
    })
    .from(findings)
    .where(and(isOpen(), isNull(findings.ignoredAt), inScope(findings.accountRef, scope)))
    .groupBy(findings.kind);
}

/** Open in a place and not ignored; `unplanned` leaves out what a plan lists. */
export async function countOpen(
  q: Queryable,
  options: Place & { kinds: readonly FindingKind[]; unplanned: boolean },
): Promise<number> {
  return q.$count(
    findings,
    and(
      eq(findings.accountRef, options.accountRef),
      eq(findings.region, options.region),
      isOpen(),
      isNull(findings.ignoredAt),
      inArray(findings.kind, [...options.kinds]),
      options.unplanned ? isNull(findings.planId) : undefined,
    ),
  );
}

/** As the partial indexes have it. */
function isOpen(): SQL {
  return sql`${findings.resolvedAt} is null`;
}

function toConditions(filter: FindingFilter): Array<SQL | undefined> {
  const { state, kinds, account, region, search } = filter;
  const text = search?.trim() ?? "";
  return [
    inScope(findings.accountRef, filter.accounts),
    state === "all" ? undefined : state === "resolved" ? isNotNull(findings.resolvedAt) : isOpen(),
    state === "open" ? isNull(findings.ignoredAt) : undefined,
    state === "ignored" ? isNotNull(findings.ignoredAt) : undefined,
    kinds ? inArray(findings.kind, [...kinds]) : undefined,
    account === undefined
      ? undefined
      : or(eq(findings.accountRef, account), eq(accounts.accountId, account)),
    region === undefined ? undefined : eq(findings.region, region),
    text === ""
      ? undefined
      : or(
          beginsWithText(findings.resourceId, text),
          beginsWithText(findings.instanceId, text),
          eq(findings.backupId, text),
          holdsText(findings.owner, text),
        ),
  ];
}

function after(cursor: Cursor | null): SQL | undefined {
  if (!cursor) return undefined;
  const [at, id] = cursor;
  if (typeof at !== "number") return undefined;
  return or(lt(findings.firstSeenAt, at), and(eq(findings.firstSeenAt, at), lt(findings.id, id)));
}
