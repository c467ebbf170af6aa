import { requirePermission } from "../auth/require-permission";
import { selectSession } from "../auth/sessions.repo";
import { MINUTE } from "../clock";
import type { Context } from "../context";

/** Whether the caller's own password was changed within the last minute. */
export async function wasPasswordJustChanged(ctx: Context): Promise<boolean> {
  requirePermission(ctx, "account.read");
  const { actor, runtime } = ctx;
  if (actor.type !== "user") return false;
  const found = await selectSession(runtime.db.read, actor.sessionId);
  const at = found?.user.passwordChangedAt ?? null;
  return at !== null && Math.abs(runtime.clock.now() - at) < MINUTE;
}
