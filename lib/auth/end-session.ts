import { recordAudit } from "../audit/record-audit";
import type { Context } from "../context";
import { emitEvent } from "../events/emit-event";
import { requirePermission } from "./require-permission";
import { familyOf, markFamilyEnded, selectSession } from "./sessions.repo";

/**
 * Signs the caller out: its session is dead for every process at once, also under another id that a proof
 * in another tab has given it meanwhile.
 */
export async function endSession(ctx: Context): Promise<void> {
  requirePermission(ctx, "account.self");
  if (ctx.actor.type !== "user") return;
  const { sessionId, userId } = ctx.actor;
  await ctx.runtime.db.write(async (tx) => {
    const at = ctx.runtime.clock.now();
    const found = await selectSession(tx, sessionId);
    if (!found) return;
    const familyId = familyOf(found.session);
    const ended = await markFamilyEnded(tx, { userId, familyId, at, reason: "sign_out" });
    if (!ended) return;
    await recordAudit(tx, ctx, {
      action: "session.end",
      targetType: "session",
      targetId: ended.id,
    });
    // Open streams look at their session again.
    await emitEvent(ctx.runtime, tx, { type: "user.changed", entityId: userId, accountRef: null });
  });
}
