import type { Runtime } from "../runtime";
import { SESSION_TOUCH_MS } from "./session-limits";
import { believedTimes } from "./believed-times.pure";
import { toLiveSession } from "./live-session.pure";
import { readSessionPolicy, type SessionPolicy } from "./session-policy";
import { markEnded, selectSession, updateLastSeen, type SessionWithUser } from "./sessions.repo";

/** A session that is worth something now, and what its user owes before anything else. */
export interface LiveSession extends SessionWithUser {
  mustSetUpSecondFactor: boolean;
}

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
): Promise<LiveSession | null> {
  const found = await findLiveSession(runtime, input.sessionId);
  if (!found) await endFromTheFuture(runtime, input.sessionId);
  if (!found || found.session.kind !== input.kind) return null;
  const now = runtime.clock.now();
  if (input.counts && now - found.session.lastSeenAt >= SESSION_TOUCH_MS) {
    await runtime.db.write((tx) => updateLastSeen(tx, { id: found.session.id, at: now }));
  }
  return found;
}

/** Else it would be live once more when its time has come. */
async function endFromTheFuture({ db, clock }: Runtime, id: string): Promise<void> {
  const at = clock.now();
  const found = await selectSession(db.read, id);
  if (!found || found.session.endedAt !== null || believedTimes(found.session, at)) return;
  await db.write((tx) => markEnded(tx, { id, at, reason: "clock_went_back" }));
}

/** For what is asked again while an answer is on its way: of either kind, and not as a sign of life. */
export async function findLiveSession(
  runtime: Runtime,
  sessionId: string,
): Promise<LiveSession | null> {
  const found = await selectSession(runtime.db.read, sessionId);
  if (!found) return null;
  const policy = await readSessionPolicy(runtime);
  const now = runtime.clock.now();
  const { user } = found;
  const session = toLiveSession(found.session, { policy, now });
  if (session === null || !user.active || user.deletedAt !== null) return null;
  const believed = { session, user };
  return { ...believed, mustSetUpSecondFactor: owesSecondFactor(believed, policy) };
}

function owesSecondFactor({ user }: SessionWithUser, policy: SessionPolicy): boolean {
  return user.totpConfirmedAt === null && policy.secondFactorRoles.includes(user.role);
}
