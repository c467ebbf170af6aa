import { NO_PASSWORD } from "../auth/no-password.pure";
import type { UserRow } from "../auth/sessions.repo";
import { requireStillActing } from "../auth/require-still-acting";
import type { Context } from "../context";
import { ConflictError } from "../errors";
import { endUserAccess } from "./end-user-access";
import { issuePasswordLink } from "./issue-password-link";
import { requireAdministratorLeft } from "./last-administrator";
import type { UserWithLinkDto } from "./managed-user-dto";
import { patchUser } from "./managed-users.repo";
import {
  getUserRow,
  requireSomebodyElse,
  requireUserAdministration,
} from "./require-user-administration";
import { UserRef } from "./schemas";
import { toManagedUserDto } from "./to-managed-user-dto";
import { userChanged } from "./user-changed";

/**
 * The old password, every session and every personal token end at once; the link lets the user choose
 * another. The last administrator's is reset by whoever has the machine alone: a link that
 * nobody uses would leave nobody.
 */
export async function resetUserPassword(ctx: Context, input: UserRef): Promise<UserWithLinkDto> {
  requireUserAdministration(ctx, "users.write");
  const { userId } = UserRef.parse(input);
  requireSomebodyElse(ctx, userId, "resets their own password");
  const { db, clock } = ctx.runtime;
  return db.write(async (tx) => {
    await requireStillActing(tx, ctx);
    const before = await getUserRow(tx, userId);
    requireResettable(before);
    const at = clock.now();
    const change = {
      passwordHash: NO_PASSWORD,
      passwordChangedAt: at,
      mustChangePassword: false,
      devicesSince: at,
      updatedAt: at,
    };
    await patchUser(tx, userId, change);
    if (ctx.actor.type !== "cli") await requireAdministratorLeft(tx, before);
    await endUserAccess(tx, { userId, at, reason: "password_reset" });
    const link = await issuePasswordLink(tx, ctx, { userId, purpose: "reset" });
    await userChanged(tx, ctx, {
      action: "user.reset_password",
      userId,
      after: { username: before.username },
    });
    return { user: await toManagedUserDto(ctx, tx, { ...before, ...change }), link };
  });
}

function requireResettable(user: UserRow): void {
  if (!user.active) {
    throw new ConflictError(`${user.username} is deactivated.`, { suggestion: "Activate first." });
  }
  if (user.passwordHash === NO_PASSWORD) {
    throw new ConflictError(`${user.username} has no password to reset.`, {
      suggestion: "Make a new link instead.",
    });
  }
}
