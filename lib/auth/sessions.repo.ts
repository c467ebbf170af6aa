import { and, eq, gt, inArray, isNull, ne, or } from "drizzle-orm";
import type { EpochMs } from "../clock";
import type { Queryable } from "../db/client";
import { sessions, users } from "../db/schema";
import type { Tx } from "../db/tx";

export type SessionRow = typeof sessions.$inferSelect;
export type UserRow = typeof users.$inferSelect;
export interface SessionWithUser {
  session: SessionRow;
  user: UserRow;
}

/** Why an id ended that a proof has given its sign-in another one for. */
export const REPLACED = "replaced";

export async function selectSession(q: Queryable, id: string): Promise<SessionWithUser | null> {
  const rows = await q
    .select({ session: sessions, user: users })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(eq(sessions.id, id))
    .limit(1);
  return rows[0] ?? null;
}

/** The live session that has taken the place of this one, also over several others. */
export async function selectSuccessor(
  q: Queryable,
  old: SessionRow,
): Promise<SessionWithUser | null> {
  const rows = await q
    .select({ session: sessions, user: users })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(
      and(
        eq(sessions.userId, old.userId),
        eq(sessions.familyId, familyOf(old)),
        isNull(sessions.endedAt),
      ),
    )
    .limit(1);
  return rows[0] ?? null;
}

export async function insertSession(tx: Tx, row: SessionRow): Promise<void> {
  await tx.insert(sessions).values(row);
}

export async function updateLastSeen(tx: Tx, change: { id: string; at: EpochMs }): Promise<void> {
  await tx
    .update(sessions)
    .set({ lastSeenAt: change.at })
    .where(and(eq(sessions.id, change.id), isNull(sessions.endedAt)));
}

/** Returns whether the session was live until now. */
export async function markEnded(
  tx: Tx,
  change: { id: string; at: EpochMs; reason: string },
): Promise<boolean> {
  const ended = await tx
    .update(sessions)
    .set({ endedAt: change.at, endedReason: change.reason })
    .where(and(eq(sessions.id, change.id), isNull(sessions.endedAt)))
    .returning({ id: sessions.id });
  return ended.length > 0;
}

/** Ends every live session of a user, but for `exceptId`; returns how many. */
export async function markUserSessionsEnded(
  tx: Tx,
  change: { userId: string; at: EpochMs; reason: string; exceptId?: string },
): Promise<number> {
  const ended = await tx
    .update(sessions)
    .set({ endedAt: change.at, endedReason: change.reason })
    .where(
      and(
        eq(sessions.userId, change.userId),
        isNull(sessions.endedAt),
        ...(change.exceptId ? [ne(sessions.id, change.exceptId)] : []),
      ),
    )
    .returning({ id: sessions.id });
  return ended.length;
}

/** What began under an id that a proof has replaced goes on under no later one any more. */
export async function endSuccession(
  tx: Tx,
  { userId, reason }: { userId: string; reason: string },
): Promise<void> {
  await tx
    .update(sessions)
    .set({ endedReason: reason })
    .where(and(eq(sessions.userId, userId), eq(sessions.endedReason, REPLACED)));
}

/** Of this user and kind: what nothing has ended and whose last time has not come, as it was written. */
export async function selectUnexpiredSessions(
  q: Queryable,
  { userId, kind, at }: Pick<SessionRow, "userId" | "kind"> & { at: EpochMs },
): Promise<SessionRow[]> {
  return q
    .select()
    .from(sessions)
    .where(
      and(
        eq(sessions.userId, userId),
        eq(sessions.kind, kind),
        isNull(sessions.endedAt),
        gt(sessions.expiresAt, at),
      ),
    );
}

/** Returns how many lived until now. */
export async function markSessionsEnded(
  tx: Tx,
  change: { ids: readonly string[]; at: EpochMs; reason: string },
): Promise<number> {
  const ended = await tx
    .update(sessions)
    .set({ endedAt: change.at, endedReason: change.reason })
    .where(and(inArray(sessions.id, [...change.ids]), isNull(sessions.endedAt)))
    .returning({ id: sessions.id });
  return ended.length;
}

export function familyOf(session: SessionRow): string {
  return session.familyId || session.id;
}

/** Of this user alone: somebody else's is not found. Returns the row that lived until now, or null. */
export async function markFamilyEnded(
  tx: Tx,
  change: { userId: string; familyId: string; at: EpochMs; reason: string },
): Promise<SessionRow | null> {
  const { userId, familyId, at, reason } = change;
  const ended = await tx
    .update(sessions)
    .set({ endedAt: at, endedReason: reason })
    .where(and(eq(sessions.userId, userId), inFamily(familyId), isNull(sessions.endedAt)))
    .returning();
  return ended[0] ?? null;
}

/** Rows from before there were families have none: they are their own. */
const inFamily = (familyId: string) =>
  or(eq(sessions.familyId, familyId), and(eq(sessions.familyId, ""), eq(sessions.id, familyId)));
