import { NO_PASSWORD } from "../auth/no-password.pure";
import { requireStillActing } from "../auth/require-still-acting";
import type { Context } from "../context";
import { endUserAccess } from "./end-user-access";
import { requireAdministratorLeft } from "./last-administrator";
import { deleteRecoveryCodes, patchUser } from "./managed-users.repo";
import {
  getUserRow,
  requireSomebodyElse,
  requireUserAdministration,
} from "./require-user-administration";
import { UserRef } from "./schemas";
import { toAuditedUser, userChanged } from "./user-changed";

/**
 * The name becomes free again. The record stays for what they did, which goes on to name them; what
 * proved who they are is erased.
 */
export async function deleteUser(ctx: Context, input: UserRef): Promise<void> {
  requireUserAdministration(ctx, "users.write");
  const { userId } = UserRef.parse(input);
  requireSomebodyElse(ctx, userId, "deletes themselves");
  const { db, clock } = ctx.runtime;
  await db.write(async (tx) => {
    await requireStillActing(tx, ctx);
    const before = await getUserRow(tx, userId);
    const at = clock.now();
    await patchUser(tx, userId, {
      active: false,
      passwordHash: NO_PASSWORD,
      totpSecret: null,
      totpConfirmedAt: null,
      totpLastStep: null,
      updatedAt: at,
      deletedAt: at,
    });
    await requireAdministratorLeft(tx, before);
    await deleteRecoveryCodes(tx, userId);
    await endUserAccess(tx, { userId, at, reason: "deleted" });
    await userChanged(tx, ctx, {
      action: "user.delete",
      userId,
      before: toAuditedUser(before),
    });
  });
}
