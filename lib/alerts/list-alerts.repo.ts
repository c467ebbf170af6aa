import { and, asc, count, desc, eq, inArray, isNotNull, isNull, or, sql } from "drizzle-orm";
import type { AccountScope } from "../context";
import type { Queryable } from "../db/client";
import { inScope } from "../db/in-scope";
import { accounts, alertMembers, alerts, channels, deliveries } from "../db/schema";
import type { Cursor } from "../paging";
import type { AlertRow } from "./alert.repo";
import { isShownMember, type MemberRow } from "./members.repo";

export interface AlertFilter {
  accounts: AccountScope;
  status: "open" | "closed" | "all";
  kind?: string | undefined;
  severity?: "warning" | "critical" | undefined;
  accountRef?: string | undefined;
  /** The 12 digits. */
  account?: string | undefined;
  instance?: string | undefined;
}

function matching(filter: AlertFilter) {
  return and(
    or(isNull(alerts.accountRef), inScope(alerts.accountRef, filter.accounts) ?? sql`1`),
    filter.status === "open" ? isNull(alerts.closedAt) : undefined,
    filter.status === "closed" ? isNotNull(alerts.closedAt) : undefined,
    filter.kind === undefined ? undefined : eq(alerts.kind, filter.kind),
    filter.severity === undefined ? undefined : eq(alerts.severity, filter.severity),
    filter.accountRef === undefined ? undefined : eq(alerts.accountRef, filter.accountRef),
    filter.account === undefined ? undefined : ofAccount(filter.account),
    filter.instance === undefined ? undefined : befalls(filter.instance, filter.accounts),
  );
}

function ofAccount(accountId: string) {
  return sql`${alerts.accountRef} in (select ${accounts.id} from ${accounts} where ${accounts.accountId} = ${accountId})`;
}

/** One that is not seen is a member of none. */
function befalls(instanceRef: string, scope: AccountScope) {
  const shown = isShownMember(scope) ?? sql`1`;
  return sql`exists (select 1 from ${alertMembers} where ${alertMembers.alertId} = ${alerts.id}
    and ${alertMembers.entityType} = 'instance' and ${alertMembers.entityId} = ${instanceRef} and ${shown})`;
}

/** Newest first, `limit + 1` rows from the cursor on. */
export async function listAlertRows(
  q: Queryable,
  options: { filter: AlertFilter; limit: number; after: Cursor | null },
): Promise<AlertRow[]> {
  const { filter, limit, after } = options;
  return q
    .select()
    .from(alerts)
    .where(
      and(
        matching(filter),
        after ? sql`(${alerts.openedAt}, ${alerts.id}) < (${after[0]}, ${after[1]})` : undefined,
      ),
    )
    .orderBy(desc(alerts.openedAt), desc(alerts.id))
    .limit(limit + 1);
}

/** Most urgent first: nobody looks after it, then grave, then the oldest. */
export async function listUrgentAlerts(
  q: Queryable,
  options: { filter: Omit<AlertFilter, "status">; limit: number },
): Promise<AlertRow[]> {
  return q
    .select()
    .from(alerts)
    .where(matching({ ...options.filter, status: "open" }))
    .orderBy(
      sql`${alerts.status} = 'acknowledged'`,
      sql`${alerts.severity} <> 'critical'`,
      asc(alerts.openedAt),
      asc(alerts.id),
    )
    .limit(options.limit);
}

export async function countOpenAlertRows(q: Queryable, scope: AccountScope) {
  return q
    .select({ status: alerts.status, severity: alerts.severity, n: count() })
    .from(alerts)
    .where(matching({ accounts: scope, status: "open" }))
    .groupBy(alerts.status, alerts.severity);
}

/** The 12 digits by accounts.id. */
export async function listAccountIds(
  q: Queryable,
  refs: readonly string[],
): Promise<Map<string, string>> {
  if (refs.length === 0) return new Map();
  const rows = await q
    .select({ id: accounts.id, accountId: accounts.accountId })
    .from(accounts)
    .where(inArray(accounts.id, [...refs]));
  return new Map(rows.map(({ id, accountId }) => [id, accountId]));
}

/** By alert, of those in scope and of no account. */
export async function countMembersOf(
  q: Queryable,
  of: { alertIds: readonly string[]; cleared: boolean; accounts: AccountScope },
): Promise<Map<string, number>> {
  const { alertIds, cleared, accounts: scope } = of;
  if (alertIds.length === 0) return new Map();
  const rows = await q
    .select({ alertId: alertMembers.alertId, n: count() })
    .from(alertMembers)
    .where(
      and(
        inArray(alertMembers.alertId, [...alertIds]),
        cleared ? undefined : isNull(alertMembers.clearedAt),
        isShownMember(scope),
      ),
    )
    .groupBy(alertMembers.alertId);
  return new Map(rows.map(({ alertId, n }) => [alertId, n]));
}

/** Those that are not well first. */
export async function listShownMembers(
  q: Queryable,
  of: { alertId: string; accounts: AccountScope; limit: number },
): Promise<MemberRow[]> {
  return q
    .select()
    .from(alertMembers)
    .where(and(eq(alertMembers.alertId, of.alertId), isShownMember(of.accounts)))
    .orderBy(
      sql`${alertMembers.clearedAt} is not null`,
      asc(alertMembers.addedAt),
      asc(alertMembers.id),
    )
    .limit(of.limit);
}

export async function listAlertDeliveries(q: Queryable, alertId: string) {
  return q
    .select({
      channelId: deliveries.channelId,
      channelName: channels.name,
      event: deliveries.event,
      status: deliveries.status,
      attempts: deliveries.attempts,
      error: deliveries.error,
      createdAt: deliveries.createdAt,
      sentAt: deliveries.sentAt,
    })
    .from(deliveries)
    .innerJoin(channels, eq(channels.id, deliveries.channelId))
    .where(eq(deliveries.alertId, alertId))
    .orderBy(desc(deliveries.createdAt), desc(deliveries.id));
}
