import type { Role } from "../db/schema/constants";

/** Who may do what: one table for verbs, routes, actions and buttons. */
export const PERMISSIONS = {
  "account.read": ["viewer", "operator", "admin"],
  /** Signing out, the first password. */
  "account.self": ["viewer", "operator", "admin"],
  /** The second factor, sessions and tokens of one's own. */
  "account.secure": ["viewer", "operator", "admin"],
  "backups.read": ["viewer", "operator", "admin"],
  "backups.create": ["operator", "admin"],
  "backups.edit": ["operator", "admin"],
  "backups.hold": ["operator", "admin"],
  "backups.delete": ["admin"],
  "plans.read": ["viewer", "operator", "admin"],
  "plans.write": ["admin"],
  "plans.apply": ["admin"],
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
  "instances.remove_many": ["admin"],
  "schedules.read": ["viewer", "operator", "admin"],
  "schedules.write": ["operator", "admin"],
  "credentials.read": ["viewer", "operator", "admin"],
  "credentials.check": ["admin"],
  "credentials.write": ["admin"],
  "policies.read": ["viewer", "operator", "admin"],
  "policies.write": ["admin"],
  /** Lets retention remove in an account again, after an update, a rebuild or a restore. */
  "retention.confirm": ["admin"],
  "settings.read": ["viewer", "operator", "admin"],
  "settings.write": ["admin"],
  /** Who must have a second factor, how long sessions last, and where AWS sends reports. */
  "security.write": ["admin"],
  "users.read": ["admin"],
  "users.write": ["admin"],
  "audit.read": ["admin"],
  "events.read": ["viewer", "operator", "admin"],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

/**
 * What asks for the password or a code again when the last proof is older than ten minutes:
 * destruction in bulk and what lets it happen, secrets, and who may do what. Personal tokens never get it.
 */
const PROVEN: ReadonlySet<Permission> = new Set<Permission>([
  "account.secure",
  "channels.write",
  "credentials.write",
  "instances.remove_many",
  "plans.apply",
  /** What a policy no longer keeps goes by itself, and in large accounts the breakers let much go in a day. */
  "policies.write",
  "retention.confirm",
  "security.write",
  "users.write",
]);

export function needsProof(permission: Permission): boolean {
  return PROVEN.has(permission);
}

/** What belongs to a person's session: it and what is theirs, and a stream that ends with it. */
const OF_SESSIONS: ReadonlySet<Permission> = new Set<Permission>(["account.self", "events.read"]);

/** What the scopes of a personal token may name. */
export function isDelegable(permission: Permission): boolean {
  return !needsProof(permission) && !OF_SESSIONS.has(permission);
}

/** Safe because the table's keys are the permissions, by its type. */
export function permissionNames(): Permission[] {
  return Object.keys(PERMISSIONS) as Permission[];
}

export function roleMay(role: Role, permission: Permission): boolean {
  const roles: readonly Role[] = PERMISSIONS[permission];
  return roles.includes(role);
}
