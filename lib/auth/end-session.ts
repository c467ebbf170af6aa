import { recordAudit } from "../audit/record-audit";
import type { Context } from "../context";
import { emitEvent } from "../events/emit-event";
import { requirePermission } from "./require-permission";
import { markEnded } from "./sessions.repo";

/** Signs the caller out: its session is dead for every process at once. */
export async function endSession(ctx: Context): Promise<void> {
  requirePermission(ctx, "account.self");
  if (ctx.actor.type !== "user") return;
  const { sessionId, userId } = ctx.actor;
  await ctx.runtime.db.write(async (tx) => {
    const at = ctx.runtime.clock.now();
    if (!(await markEnded(tx, { id: sessionId, at, reason: "sign_out" }))) return;
    await recordAudit(tx, ctx, {
      action: "session.end",
      targetType: "session",
      targetId: sessionId,
    });
    // Open streams look at their session again.
    await emitEvent(ctx.runtime, tx, { type: "user.changed", entityId: userId, accountRef: null });
  });
}
