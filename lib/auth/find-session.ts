import type { EpochMs } from "../clock";
import type { Runtime } from "../runtime";
import { SESSION_IDLE_MS, SESSION_TOUCH_MS } from "./session-limits";
import { selectSession, updateLastSeen, type SessionWithUser } from "./sessions.repo";

export interface FindSessionInput {
  sessionId: string;
  kind: "web" | "api";
  /** False for live updates: they must not keep a session alive. */
  counts: boolean;
}

/**
 * The live session behind a token, with its user as they are now: ended, expired, idle,
 * deactivated and deleted are all null, at once. Marks it as seen at most once a minute.
 */
export async function findSession(
  runtime: Runtime,
  input: FindSessionInput,
): Promise<SessionWithUser | null> {
  const found = await selectSession(runtime.db.read, input.sessionId);
  const now = runtime.clock.now();
  if (!found || found.session.kind !== input.kind || !isLive(found, now)) return null;
  if (input.counts && now - found.session.lastSeenAt >= SESSION_TOUCH_MS) {
    await runtime.db.write((tx) => updateLastSeen(tx, { id: found.session.id, at: now }));
  }
  return found;
}

export function isLive({ session, user }: SessionWithUser, now: EpochMs): boolean {
  return (
    session.endedAt === null &&
    now < session.expiresAt &&
    now - session.lastSeenAt < SESSION_IDLE_MS &&
    user.active &&
    user.deletedAt === null
  );
}
