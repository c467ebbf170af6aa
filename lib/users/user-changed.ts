import { recordAudit } from "../audit/record-audit";
import type { UserRow } from "../auth/sessions.repo";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { emitEvent } from "../events/emit-event";

interface UserChange {
  action: string;
  userId: string;
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
}

/** Audited, and told: open pages and streams of that user look at their session again. */
export async function userChanged(tx: Tx, ctx: Context, change: UserChange): Promise<void> {
  const { userId, ...told } = change;
  await recordAudit(tx, ctx, { ...told, targetType: "user", targetId: userId });
  await emitEvent(ctx.runtime, tx, { type: "user.changed", entityId: userId, accountRef: null });
}

/** For the audit log: public fields alone. */
export function toAuditedUser(user: UserRow): Record<string, unknown> {
  const { username, email, role, accountRefs, active } = user;
  return { username, email, role, accountRefs, active };
}
