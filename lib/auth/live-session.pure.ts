import type { EpochMs } from "../clock";
import { believedTimes } from "./believed-times.pure";
import type { SessionPolicy } from "./session-policy";
import type { SessionRow } from "./sessions.repo";

/** The session with the times that are believed of it, while it is worth something; else null. */
export function toLiveSession(
  row: SessionRow,
  { policy, now }: { policy: SessionPolicy; now: EpochMs },
): SessionRow | null {
  const session = believedTimes(row, now);
  if (session === null) return null;
  const isLive =
    session.endedAt === null &&
    now < session.expiresAt &&
    now - session.createdAt < policy.absoluteMs &&
    now - session.lastSeenAt < policy.idleMs;
  return isLive ? session : null;
}
