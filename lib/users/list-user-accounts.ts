import type { Context } from "../context";
import type { UserAccountDto } from "./managed-user-dto";
import { listAccountNames } from "./managed-users.repo";
import { requireUserAdministration } from "./require-user-administration";

/** The accounts that a role can be limited to. */
export async function listUserAccounts(ctx: Context): Promise<UserAccountDto[]> {
  requireUserAdministration(ctx, "users.read");
  return listAccountNames(ctx.runtime.db.read);
}
