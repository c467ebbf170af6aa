import { requireStillActing } from "../auth/require-still-acting";
import type { Context } from "../context";
import { endUserAccess } from "./end-user-access";
import { requireAdministratorLeft } from "./last-administrator";
import type { ManagedUserDto } from "./managed-user-dto";
import { patchUser } from "./managed-users.repo";
import {
  getUserRow,
  requireSomebodyElse,
  requireUserAdministration,
} from "./require-user-administration";
import { UserRef } from "./schemas";
import { toManagedUserDto } from "./to-managed-user-dto";
import { toAuditedUser, userChanged } from "./user-changed";

/** At once: every session, personal token and one-time link of theirs ends. Harmless when repeated. */
export async function deactivateUser(ctx: Context, input: UserRef): Promise<ManagedUserDto> {
  requireUserAdministration(ctx, "users.write");
  const { userId } = UserRef.parse(input);
  requireSomebodyElse(ctx, userId, "deactivates themselves");
  const { db, clock } = ctx.runtime;
  return db.write(async (tx) => {
    await requireStillActing(tx, ctx);
    const before = await getUserRow(tx, userId);
    if (!before.active) return toManagedUserDto(ctx, tx, before);
    const at = clock.now();
    const after = { ...before, active: false, updatedAt: at };
    await patchUser(tx, userId, { active: false, updatedAt: at });
    await requireAdministratorLeft(tx, before);
    await endUserAccess(tx, { userId, at, reason: "deactivated" });
    await userChanged(tx, ctx, {
      action: "user.deactivate",
      userId,
      before: toAuditedUser(before),
      after: toAuditedUser(after),
    });
    return toManagedUserDto(ctx, tx, after);
  });
}
