import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import type { UserAccountDto } from "./managed-user-dto";
import { listAccountNames } from "./managed-users.repo";

/** The accounts that whoever asks is limited to; null: every account, also those that are added later. */
export async function listOwnAccounts(ctx: Context): Promise<UserAccountDto[] | null> {
  requirePermission(ctx, "account.read");
  const { accounts } = ctx;
  if (accounts === "all") return null;
  const names = await listAccountNames(ctx.runtime.db.read);
  return names.filter(({ accountRef }) => accounts.includes(accountRef));
}
