import { and, asc, eq, isNull, lte, sql } from "drizzle-orm";
import type { Context } from "../context";
import type { Queryable } from "../db/client";
import { alerts } from "../db/schema";
import type { Tx } from "../db/tx";
import { InternalError } from "../errors";
import { newId } from "../ids";

export type AlertRow = typeof alerts.$inferSelect;

type NewAlert = Pick<
  AlertRow,
  "cause" | "kind" | "severity" | "accountRef" | "title" | "message" | "suggestion" | "link"
>;

export async function findOpenAlert(q: Queryable, cause: string): Promise<AlertRow | null> {
  const open = and(eq(alerts.cause, cause), isNull(alerts.closedAt));
  const [row] = await q.select().from(alerts).where(open);
  return row ?? null;
}

export async function findAlert(q: Queryable, id: string): Promise<AlertRow | null> {
  const [row] = await q.select().from(alerts).where(eq(alerts.id, id));
  return row ?? null;
}

export async function listUnacknowledged(q: Queryable): Promise<AlertRow[]> {
  return q
    .select()
    .from(alerts)
    .where(and(isNull(alerts.closedAt), eq(alerts.status, "open")))
    .orderBy(asc(alerts.id));
}

export async function listAlertsToEscalate(
  q: Queryable,
  { now, limit }: { now: number; limit: number },
): Promise<AlertRow[]> {
  return q
    .select()
    .from(alerts)
    .where(lte(alerts.escalateAt, now))
    .orderBy(asc(alerts.escalateAt), asc(alerts.id))
    .limit(limit);
}

export async function insertAlert(tx: Tx, ctx: Context, alert: NewAlert): Promise<AlertRow> {
  const { clock, random } = ctx.runtime;
  const now = clock.now();
  const [row] = await tx
    .insert(alerts)
    .values({
      ...alert,
      id: newId("alr", now, random),
      status: "open",
      openedAt: now,
      lastSeenAt: now,
      updatedAt: now,
    })
    .returning();
  if (!row) throw new InternalError();
  return row;
}

/** `membersAdded` is negative for members that are well again. Answers with the row as it is now. */
export async function updateAlert(
  tx: Tx,
  change: {
    id: string;
    set: Partial<Omit<AlertRow, "id" | "cause" | "memberCount">>;
    membersAdded?: number;
  },
): Promise<AlertRow> {
  const { membersAdded = 0 } = change;
  const [row] = await tx
    .update(alerts)
    .set({
      ...change.set,
      ...(membersAdded === 0
        ? {}
        : { memberCount: sql`max(0, ${alerts.memberCount} + ${membersAdded})` }),
    })
    .where(eq(alerts.id, change.id))
    .returning();
  if (!row) throw new InternalError();
  return row;
}
