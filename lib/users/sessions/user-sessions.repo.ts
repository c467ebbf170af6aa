import { and, desc, eq, gt, isNull, or } from "drizzle-orm";
import type { SessionPolicy } from "../../auth/session-policy";
import type { SessionRow } from "../../auth/sessions.repo";
import type { EpochMs } from "../../clock";
import type { Queryable } from "../../db/client";
import { sessions } from "../../db/schema";
import type { Tx } from "../../db/tx";

const LISTED_MAX = 200;

/** What is worth something now, the last seen first. Of each sign-in that is one row: the rest has ended. */
export async function selectLiveSessions(
  q: Queryable,
  of: { userId: string; now: EpochMs; policy: SessionPolicy },
): Promise<SessionRow[]> {
  const { userId, now, policy } = of;
  return q
    .select()
    .from(sessions)
    .where(
      and(
        eq(sessions.userId, userId),
        isNull(sessions.endedAt),
        gt(sessions.expiresAt, now),
        gt(sessions.createdAt, now - policy.absoluteMs),
        gt(sessions.lastSeenAt, now - policy.idleMs),
      ),
    )
    .orderBy(desc(sessions.lastSeenAt), desc(sessions.id))
    .limit(LISTED_MAX);
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
