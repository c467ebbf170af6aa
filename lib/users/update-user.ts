import type { UserRow } from "../auth/sessions.repo";
import { markUserSessionsEnded } from "../auth/sessions.repo";
import { requireStillActing } from "../auth/require-still-acting";
import type { Context } from "../context";
import { requireAdministratorLeft } from "./last-administrator";
import type { ManagedUserDto } from "./managed-user-dto";
import { patchUser } from "./managed-users.repo";
import { requireKnownAccounts } from "./require-known-accounts";
import {
  getUserRow,
  requireSomebodyElse,
  requireUserAdministration,
} from "./require-user-administration";
import { UpdateUserInput } from "./schemas";
import { toManagedUserDto } from "./to-managed-user-dto";
import { toAuditedUser, userChanged } from "./user-changed";

/** What is left out stays. Another role or other accounts end the user's sessions at once. */
export async function updateUser(ctx: Context, input: UpdateUserInput): Promise<ManagedUserDto> {
  requireUserAdministration(ctx, "users.write");
  const { userId, changes } = UpdateUserInput.parse(input);
  const { db, clock } = ctx.runtime;
  return db.write(async (tx) => {
    await requireStillActing(tx, ctx);
    const before = await getUserRow(tx, userId);
    const { email = before.email, role = before.role, accountRefs = before.accountRefs } = changes;
    const at = clock.now();
    const after: UserRow = { ...before, email, role, accountRefs, updatedAt: at };
    if (mayOther(before, after)) {
      requireSomebodyElse(ctx, userId, "changes their own role or accounts");
      await requireKnownAccounts(tx, accountRefs);
      await markUserSessionsEnded(tx, { userId, at, reason: "rights_changed" });
    }
    await patchUser(tx, userId, { email, role, accountRefs, updatedAt: at });
    await requireAdministratorLeft(tx, before);
    await userChanged(tx, ctx, {
      action: "user.update",
      userId,
      before: toAuditedUser(before),
      after: toAuditedUser(after),
    });
    return toManagedUserDto(ctx, tx, after);
  });
}

function mayOther(before: UserRow, after: UserRow): boolean {
  return (
    before.role !== after.role ||
    JSON.stringify(before.accountRefs) !== JSON.stringify(after.accountRefs)
  );
}
