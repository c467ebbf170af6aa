import { recordAudit } from "../audit/record-audit";
import { createSession } from "../auth/create-session";
import { hashPassword } from "../auth/password-hash";
import { passwordProblem } from "../auth/password-problem";
import { requireOwnPassword } from "../auth/require-own-password";
import { requirePermission } from "../auth/require-permission";
import { requireOwnUser } from "../auth/second-factor/require-own-user";
import {
  endSuccession,
  markUserSessionsEnded,
  selectSession,
  type SessionWithUser,
} from "../auth/sessions.repo";
import { selectUser } from "../auth/users.repo";
import type { Context } from "../context";
import { ConflictError, UnauthorizedError, ValidationError } from "../errors";
import { emitEvent } from "../events/emit-event";
import { ChangePasswordInput } from "./schemas";
import { updatePassword } from "./users.repo";

/**
 * Ends every session of the user and opens a new one in place of the caller's, which the
 * transport hands over. The current password is proven under the limits of signing in.
 */
export async function changePassword(
  ctx: Context,
  input: ChangePasswordInput,
): Promise<SessionWithUser> {
  requirePermission(ctx, "account.self");
  if (ctx.actor.type !== "user") throw new UnauthorizedError();
  const { currentPassword, newPassword } = ChangePasswordInput.parse(input);
  const { userId, sessionId } = ctx.actor;
  const old = await requireSession(ctx, sessionId);
  await requireOwnPassword(ctx, { password: currentPassword, field: "currentPassword" });
  requireGoodPassword(old, { currentPassword, newPassword });
  const newHash = await hashPassword(newPassword);
  return ctx.runtime.db.write(async (tx) => {
    const at = ctx.runtime.clock.now();
    const oldHash = old.user.passwordHash;
    if (!(await updatePassword(tx, { id: userId, oldHash, newHash, at }))) {
      throw new ConflictError("The password was changed elsewhere in the meantime.");
    }
    // Hashing takes a while, in which somebody may have ended the session.
    await requireOwnUser(ctx, tx);
    const reason = "password_changed";
    await markUserSessionsEnded(tx, { userId, at, reason });
    await endSuccession(tx, { userId, reason });
    const { kind, userAgent } = old.session;
    const replaces = old.session;
    const session = await createSession(tx, ctx, { userId, kind, userAgent, replaces });
    const user = await selectUser(tx, userId);
    if (!user) throw new UnauthorizedError();
    await recordAudit(tx, ctx, {
      action: "user.change_password",
      targetType: "user",
      targetId: userId,
    });
    await emitEvent(ctx.runtime, tx, { type: "user.changed", entityId: userId, accountRef: null });
    return { session, user };
  });
}

async function requireSession(ctx: Context, sessionId: string): Promise<SessionWithUser> {
  const found = await selectSession(ctx.runtime.db.read, sessionId);
  if (!found || found.session.endedAt !== null) throw new UnauthorizedError();
  return found;
}

function requireGoodPassword({ user }: SessionWithUser, input: ChangePasswordInput): void {
  const { newPassword, currentPassword } = input;
  const problem =
    newPassword === currentPassword
      ? "Use another password than the current one."
      : passwordProblem(newPassword, user);
  if (problem === null) return;
  throw new ValidationError("The new password cannot be used.", {
    fields: { newPassword: [problem] },
  });
}
