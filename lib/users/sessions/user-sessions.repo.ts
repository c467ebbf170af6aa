import { and, desc, eq, gt, isNull } from "drizzle-orm";
import type { SessionPolicy } from "../../auth/session-policy";
import type { SessionRow } from "../../auth/sessions.repo";
import type { EpochMs } from "../../clock";
import type { Queryable } from "../../db/client";
import { sessions } from "../../db/schema";

const LISTED_MAX = 200;

/**
 * What no limit has ended, the last seen first. Of each sign-in that is one row: the rest has ended. Times
 * are taken as they stand: rows from before a clock went back are among them.
 */
export async function selectUnendedSessions(
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
