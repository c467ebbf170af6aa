import { requireStillActing } from "../auth/require-still-acting";
import type { Context } from "../context";
import type { ManagedUserDto } from "./managed-user-dto";
import { patchUser } from "./managed-users.repo";
import { getUserRow, requireUserAdministration } from "./require-user-administration";
import { UserRef } from "./schemas";
import { toManagedUserDto } from "./to-managed-user-dto";
import { toAuditedUser, userChanged } from "./user-changed";

/** They sign in with the password they had; whoever had none needs a new link. */
export async function activateUser(ctx: Context, input: UserRef): Promise<ManagedUserDto> {
  requireUserAdministration(ctx, "users.write");
  const { userId } = UserRef.parse(input);
  const { db, clock } = ctx.runtime;
  return db.write(async (tx) => {
    await requireStillActing(tx, ctx);
    const before = await getUserRow(tx, userId);
    if (before.active) return toManagedUserDto(ctx, tx, before);
    const at = clock.now();
    const after = { ...before, active: true, updatedAt: at };
    await patchUser(tx, userId, { active: true, updatedAt: at });
    await userChanged(tx, ctx, {
      action: "user.activate",
      userId,
      before: toAuditedUser(before),
      after: toAuditedUser(after),
    });
    return toManagedUserDto(ctx, tx, after);
  });
}
