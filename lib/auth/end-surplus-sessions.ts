import { recordAudit } from "../audit/record-audit";
import type { EpochMs } from "../clock";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { emitEvent } from "../events/emit-event";
import { toLiveSession } from "./live-session.pure";
import { SESSIONS_PER_USER_MAX } from "./session-limits";
import { readSessionPolicy, type SessionPolicy } from "./session-policy";
import { markSessionsEnded, selectUnexpiredSessions, type SessionRow } from "./sessions.repo";

/**
 * After a sign-in, in its transaction: a script that never signs out cannot fill the table. It puts out
 * sessions of scripts, and no browser of its person.
 */
export async function endSurplusSessions(
  tx: Tx,
  ctx: Context,
  { userId, kind }: Pick<SessionRow, "userId" | "kind">,
): Promise<void> {
  const at = ctx.runtime.clock.now();
  const rows = await selectUnexpiredSessions(tx, { userId, kind, at });
  if (rows.length <= SESSIONS_PER_USER_MAX) return;
  const policy = await readSessionPolicy(ctx.runtime);
  const surplus = lastSeenFirst(rows, { policy, now: at }).slice(SESSIONS_PER_USER_MAX);
  const ids = surplus.map(({ id }) => id);
  const ended = await markSessionsEnded(tx, { ids, at, reason: "too_many" });
  await recordAudit(tx, ctx, {
    action: "session.end_surplus",
    targetType: "user",
    targetId: userId,
    before: { sessions: ended },
  });
  await emitEvent(ctx.runtime, tx, { type: "user.changed", entityId: userId, accountRef: null });
}

/** What signing in does not believe comes last, however late it says that it was seen. */
function lastSeenFirst(
  rows: readonly SessionRow[],
  believing: { policy: SessionPolicy; now: EpochMs },
): SessionRow[] {
  const seenAt = new Map(
    rows.map((row) => [row.id, toLiveSession(row, believing)?.lastSeenAt ?? 0]),
  );
  return rows.toSorted(
    (a, b) => (seenAt.get(b.id) ?? 0) - (seenAt.get(a.id) ?? 0) || (a.id < b.id ? 1 : -1),
  );
}
