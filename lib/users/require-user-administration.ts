import { requireEveryAccount, requirePermission } from "../auth/require-permission";
import type { UserRow } from "../auth/sessions.repo";
import { selectUser } from "../auth/users.repo";
import { userIdOf, type Context } from "../context";
import type { Queryable } from "../db/client";
import { ForbiddenError, NotFoundError } from "../errors";

/** Whoever sees some accounts alone could make somebody who sees all of them: they decide nothing here. */
export function requireUserAdministration(ctx: Context, permission: "users.read" | "users.write") {
  requirePermission(ctx, permission);
  requireEveryAccount(ctx, "Users are");
}

/** `what` ends "Nobody …": an administrator who locks themselves out is told, not obeyed. */
export function requireSomebodyElse(ctx: Context, userId: string, what: string): void {
  if (userIdOf(ctx.actor) !== userId) return;
  throw new ForbiddenError(`Nobody ${what}.`, {
    reason: "own_user",
    suggestion: "Another administrator can do it. Your password is changed on the account page.",
  });
}

export async function getUserRow(q: Queryable, userId: string): Promise<UserRow> {
  const row = await selectUser(q, userId);
  if (!row) throw new NotFoundError("The user");
  return row;
}
