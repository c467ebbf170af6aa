import { and, asc, count, eq, gte, inArray, isNull, or, sql } from "drizzle-orm";
import type { AccountScope, Context } from "../context";
import type { Queryable } from "../db/client";
import { inScope } from "../db/in-scope";
import { accounts, alertMembers, alerts } from "../db/schema";
import type { Tx } from "../db/tx";
import { newId } from "../ids";
import type { AlertKind } from "./alert-kinds";
import type { NewMember } from "./raise-alert";

export type MemberRow = typeof alertMembers.$inferSelect;

/** SQLite takes some thousand parameters in a statement; a member has eight. */
const ROWS_PER_STATEMENT = 200;

/** Those that are new, or were well, count; `changed` also for one with other words. */
export async function addMembers(
  tx: Tx,
  ctx: Context,
  { alertId, members }: { alertId: string; members: readonly NewMember[] },
): Promise<{ count: number; changed: boolean }> {
  const result = { count: 0, changed: false };
  for (let start = 0; start < members.length; start += ROWS_PER_STATEMENT) {
    const part = members.slice(start, start + ROWS_PER_STATEMENT);
    const known = await listKnown(tx, { alertId, members: part });
    const news = part.filter((member) => known.get(keyOf(member))?.message !== member.message);
    result.count += part.filter((member) => !known.has(keyOf(member))).length;
    if (news.length === 0) continue;
    result.changed = true;
    await putMembers(tx, ctx, { alertId, members: news });
  }
  return result;
}

function keyOf(member: Pick<NewMember, "entityType" | "entityId">): string {
  return `${member.entityType}/${member.entityId}`;
}

/** Those that are not well. */
async function listKnown(
  tx: Tx,
  { alertId, members }: { alertId: string; members: readonly NewMember[] },
): Promise<Map<string, MemberRow>> {
  const entityIds = members.map(({ entityId }) => entityId);
  const rows = await tx
    .select()
    .from(alertMembers)
    .where(
      and(
        eq(alertMembers.alertId, alertId),
        inArray(alertMembers.entityType, [...new Set(members.map((m) => m.entityType))]),
        inArray(alertMembers.entityId, entityIds),
        isNull(alertMembers.clearedAt),
      ),
    );
  return new Map(rows.map((row) => [keyOf(row), row]));
}

async function putMembers(
  tx: Tx,
  ctx: Context,
  { alertId, members }: { alertId: string; members: readonly NewMember[] },
): Promise<void> {
  const { clock, random } = ctx.runtime;
  const now = clock.now();
  await tx
    .insert(alertMembers)
    .values(
      members.map(({ entityType, entityId, accountRef, message }) => ({
        id: newId("alm", now, random),
        alertId,
        entityType,
        entityId,
        accountRef,
        message,
        addedAt: now,
      })),
    )
    .onConflictDoUpdate({
      target: [alertMembers.alertId, alertMembers.entityType, alertMembers.entityId],
      set: {
        message: sql`excluded.message`,
        addedAt: sql`case when ${alertMembers.clearedAt} is null then ${alertMembers.addedAt} else excluded.added_at end`,
        clearedAt: null,
      },
    });
}

export interface OpenMembership {
  alertId: string;
  entityType: string;
  entityId: string;
}

/** In which open alerts of these kinds the entities are members that are not well. */
export async function listMemberships(
  q: Queryable,
  of: { entityType: string; entityIds: readonly string[]; kinds: readonly string[] },
): Promise<OpenMembership[]> {
  if (of.entityIds.length === 0) return [];
  return q
    .select({
      alertId: alertMembers.alertId,
      entityType: alertMembers.entityType,
      entityId: alertMembers.entityId,
    })
    .from(alertMembers)
    .innerJoin(alerts, eq(alerts.id, alertMembers.alertId))
    .where(
      and(
        eq(alertMembers.entityType, of.entityType),
        inArray(alertMembers.entityId, [...of.entityIds]),
        isNull(alertMembers.clearedAt),
        isNull(alerts.closedAt),
        inArray(alerts.kind, [...of.kinds]),
      ),
    );
}

/** The entities of those that are not well, in the order in which they were added. */
export async function listOpenMemberIds(q: Queryable, alertId: string): Promise<string[]> {
  const rows = await q
    .select({ entityId: alertMembers.entityId })
    .from(alertMembers)
    .where(inAlert({ alertId, cleared: false, accounts: "all" }))
    .orderBy(asc(alertMembers.addedAt), asc(alertMembers.id));
  return rows.map(({ entityId }) => entityId);
}

/** Those that are not well, in every open alert of the kind, with its cause. */
export async function listMembersOfKind(q: Queryable, kind: AlertKind) {
  return q
    .select({
      cause: alerts.cause,
      entityType: alertMembers.entityType,
      entityId: alertMembers.entityId,
    })
    .from(alerts)
    .innerJoin(alertMembers, eq(alertMembers.alertId, alerts.id))
    .where(and(isNull(alerts.closedAt), eq(alerts.kind, kind), isNull(alertMembers.clearedAt)));
}

/** Whether something that is not well became a member since then. */
export async function hasJoined(
  q: Queryable,
  { alertId, since }: { alertId: string; since: number },
): Promise<boolean> {
  const rows = await q
    .select({ id: alertMembers.id })
    .from(alertMembers)
    .where(
      and(
        eq(alertMembers.alertId, alertId),
        isNull(alertMembers.clearedAt),
        gte(alertMembers.addedAt, since),
      ),
    )
    .limit(1);
  return rows.length > 0;
}

/** How many of them were not well until now. */
export async function clearMembers(
  tx: Tx,
  of: { alertId: string; entityType: string; entityIds: readonly string[]; now: number },
): Promise<number> {
  const { rowsAffected } = await tx
    .update(alertMembers)
    .set({ clearedAt: of.now })
    .where(
      and(
        eq(alertMembers.alertId, of.alertId),
        eq(alertMembers.entityType, of.entityType),
        inArray(alertMembers.entityId, [...of.entityIds]),
        isNull(alertMembers.clearedAt),
      ),
    );
  return rowsAffected;
}

export async function clearAllMembers(
  tx: Tx,
  { alertId, now }: { alertId: string; now: number },
): Promise<void> {
  await tx
    .update(alertMembers)
    .set({ clearedAt: now })
    .where(and(eq(alertMembers.alertId, alertId), isNull(alertMembers.clearedAt)));
}

/** In scope, in the order in which they were added; those that are well again too, where asked. */
export async function listFirstMembers(
  q: Queryable,
  of: { alertId: string; cleared: boolean; accounts: AccountScope; limit: number },
): Promise<MemberRow[]> {
  return q
    .select()
    .from(alertMembers)
    .where(inAlert(of))
    .orderBy(asc(alertMembers.addedAt), asc(alertMembers.id))
    .limit(of.limit);
}

export async function countMembers(
  q: Queryable,
  of: { alertId: string; cleared: boolean; accounts: AccountScope },
): Promise<number> {
  const [row] = await q.select({ n: count() }).from(alertMembers).where(inAlert(of));
  return row?.n ?? 0;
}

function inAlert(of: { alertId: string; cleared: boolean; accounts: AccountScope }) {
  return and(
    eq(alertMembers.alertId, of.alertId),
    of.cleared ? undefined : isNull(alertMembers.clearedAt),
    isShownMember(of.accounts),
  );
}

/** Of no account, or of one in scope. */
export function isShownMember(scope: AccountScope) {
  if (scope === "all") return undefined;
  return or(isNull(alertMembers.accountRef), inScope(alertMembers.accountRef, scope));
}

/** The 12 digits. */
export async function findAccountId(q: Queryable, accountRef: string): Promise<string | null> {
  const [row] = await q
    .select({ accountId: accounts.accountId })
    .from(accounts)
    .where(eq(accounts.id, accountRef));
  return row?.accountId ?? null;
}
