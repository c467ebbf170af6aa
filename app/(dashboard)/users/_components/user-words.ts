import type { ManagedUserDto } from "#lib/users/managed-user-dto";
import type { Role } from "#lib/db/schema/constants";

export const ROLE_WORDS: Readonly<Record<Role, { name: string; lead: string }>> = {
  viewer: { name: "Viewer", lead: "sees everything, changes nothing" },
  operator: { name: "Operator", lead: "backs up, protects, schedules, holds" },
  admin: { name: "Administrator", lead: "removes, and decides on credentials and users" },
};

export const STATE_WORDS: Readonly<Record<ManagedUserDto["state"], string>> = {
  active: "Active",
  invited: "Invited",
  reset: "Password reset",
  deactivated: "Deactivated",
};

export function toAccountWords({ accounts }: Pick<ManagedUserDto, "accounts">): string {
  if (accounts === null) return "every account";
  if (accounts.length === 0) return "no account that is left";
  return accounts.map(({ accountId }) => accountId).join(", ");
}
