import { recordAudit } from "../audit/record-audit";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { emitEvent } from "../events/emit-event";
import { SESSIONS_PER_USER_MAX } from "./session-limits";
import { markSurplusEnded } from "./sessions.repo";

/** After a sign-in, in its transaction: a script that never signs out cannot fill the table. */
export async function endSurplusSessions(tx: Tx, ctx: Context, userId: string): Promise<void> {
  const { clock } = ctx.runtime;
  const surplus = { userId, keep: SESSIONS_PER_USER_MAX, at: clock.now(), reason: "too_many" };
  const ended = await markSurplusEnded(tx, surplus);
  if (ended.length === 0) return;
  await recordAudit(tx, ctx, {
    action: "session.end_surplus",
    targetType: "user",
    targetId: userId,
    before: { sessions: ended.length },
  });
  await emitEvent(ctx.runtime, tx, { type: "user.changed", entityId: userId, accountRef: null });
}
