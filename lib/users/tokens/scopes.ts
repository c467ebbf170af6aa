import { isDelegable, permissionNames, roleMay, type Permission } from "../../auth/permissions";
import type { Role } from "../../db/schema/constants";

/** `read`: every look. `back_up`: the daily work besides. `everything`: all that the role may give. */
export const SCOPE_PRESETS = ["read", "back_up", "everything"] as const;
export type ScopePreset = (typeof SCOPE_PRESETS)[number];

const BACK_UP: ReadonlySet<Permission> = new Set<Permission>([
  "backups.create",
  "backups.hold",
  "instances.validate",
]);

/** What somebody with this role may give to a token; `account.read` every token has. */
export function grantableScopes(role: Role): Permission[] {
  return permissionNames().filter(
    (permission) =>
      permission !== "account.read" && isDelegable(permission) && roleMay(role, permission),
  );
}

export function scopesOf(preset: ScopePreset, role: Role): Permission[] {
  const grantable = grantableScopes(role);
  if (preset === "everything") return grantable;
  return grantable.filter(
    (permission) =>
      permission.endsWith(".read") || (preset === "back_up" && BACK_UP.has(permission)),
  );
}
