import type { Role } from "../db/schema/constants";

/** Who may do what: one table for verbs, routes, actions and buttons. */
export const PERMISSIONS = {
  "account.self": ["viewer", "operator", "admin"],
  "backups.read": ["viewer", "operator", "admin"],
  "backups.create": ["operator", "admin"],
  "backups.edit": ["operator", "admin"],
  "backups.hold": ["operator", "admin"],
  "backups.delete": ["admin"],
  "plans.read": ["viewer", "operator", "admin"],
  "plans.write": ["admin"],
  "findings.read": ["viewer", "operator", "admin"],
  "findings.repair": ["admin"],
  "alerts.read": ["viewer", "operator", "admin"],
  "alerts.acknowledge": ["operator", "admin"],
  "channels.read": ["admin"],
  "channels.write": ["admin"],
  "instances.read": ["viewer", "operator", "admin"],
  "instances.validate": ["operator", "admin"],
  "instances.pause": ["operator", "admin"],
  "instances.write": ["operator", "admin"],
  "instances.remove": ["admin"],
  "schedules.read": ["viewer", "operator", "admin"],
  "schedules.write": ["operator", "admin"],
  "credentials.read": ["viewer", "operator", "admin"],
  "credentials.write": ["admin"],
  "policies.read": ["viewer", "operator", "admin"],
  "policies.write": ["admin"],
  "settings.read": ["viewer", "operator", "admin"],
  "settings.write": ["admin"],
  "users.read": ["admin"],
  "users.write": ["admin"],
  "audit.read": ["admin"],
  "events.read": ["viewer", "operator", "admin"],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

export function roleMay(role: Role, permission: Permission): boolean {
  const roles: readonly Role[] = PERMISSIONS[permission];
  return roles.includes(role);
}
