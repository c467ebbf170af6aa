import type { ManagedUserDto, UserAccountDto } from "#lib/users/managed-user-dto";

export const STATE_WORDS: Readonly<Record<ManagedUserDto["state"], string>> = {
  active: "Active",
  invited: "Invited",
  reset: "Password reset",
  deactivated: "Deactivated",
};

export function toAccountWords({ accounts }: Pick<ManagedUserDto, "accounts">): string {
  if (accounts === null) return "every account";
  if (accounts.length === 0) return "no account that is left";
  return accounts.map(toAccountName).join(", ");
}

/** By the name that people know it by, and the number that AWS does. */
export function toAccountName({ accountId, name }: Omit<UserAccountDto, "accountRef">): string {
  return name === null ? accountId : `${name} (${accountId})`;
}
