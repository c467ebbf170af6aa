import { listByTarget } from "../audit/audit.repo";
import { shownInstant } from "../audit/cell-instant.pure";
import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import { getUserRow, requireUserAdministration } from "./require-user-administration";
import { UserRef } from "./schemas";

const SHOWN = 20;

export interface UserAct {
  id: string;
  at: string;
  actorName: string;
  action: string;
}

/** The last of what was done to a user, newest first. */
export async function listUserAudit(ctx: Context, input: UserRef): Promise<UserAct[]> {
  requireUserAdministration(ctx, "users.read");
  requirePermission(ctx, "audit.read");
  const { userId } = UserRef.parse(input);
  const { read } = ctx.runtime.db;
  await getUserRow(read, userId);
  const of = { targetType: "user", targetId: userId, accounts: ctx.accounts, limit: SHOWN };
  const rows = await listByTarget(read, of);
  return rows.map(({ id, at, actorName, action }) => ({
    id,
    at: shownInstant(at),
    actorName,
    action,
  }));
}
