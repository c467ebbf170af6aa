import type { Role } from "#lib/db/schema/constants";

/**
 * The least role that may do what, written down a second time: a permission that is widened in the
 * table of the application fails against this one.
 */
export const LEAST_ROLE: Readonly<Record<string, Role>> = {
  "account.read": "viewer",
  "account.self": "viewer",
  "account.secure": "viewer",
  "backups.read": "viewer",
  "backups.create": "operator",
  "backups.edit": "operator",
  "backups.hold": "operator",
  "backups.delete": "admin",
  "plans.read": "viewer",
  "plans.write": "admin",
  "plans.apply": "admin",
  "findings.read": "viewer",
  "findings.repair": "admin",
  "alerts.read": "viewer",
  "alerts.acknowledge": "operator",
  "channels.read": "admin",
  "channels.write": "admin",
  "instances.read": "viewer",
  "instances.validate": "operator",
  "instances.pause": "operator",
  "instances.write": "operator",
  "instances.remove": "admin",
  "instances.remove_many": "admin",
  "schedules.read": "viewer",
  "schedules.write": "operator",
  "credentials.read": "viewer",
  "credentials.check": "admin",
  "credentials.write": "admin",
  "policies.read": "viewer",
  "policies.write": "admin",
  "retention.confirm": "admin",
  "settings.read": "viewer",
  "settings.write": "admin",
  "security.write": "admin",
  "users.read": "admin",
  "users.write": "admin",
  "audit.read": "admin",
  "events.read": "viewer",
};

/** What asks for a password or code of the last ten minutes; no token of a script can ever do it. */
export const ASKS_FOR_PROOF: ReadonlySet<string> = new Set([
  "account.secure",
  "channels.write",
  "credentials.write",
  "instances.remove_many",
  "plans.apply",
  "policies.write",
  "retention.confirm",
  "security.write",
  "users.write",
]);

/** What no scope of a personal token can name: the person must be there. */
export const NOT_FOR_TOKENS: ReadonlySet<string> = new Set([
  ...ASKS_FOR_PROOF,
  "account.self",
  "events.read",
]);

/** What remains to whoever owes a password; who owes a second factor may set it up besides. */
export const OWING_PASSWORD: ReadonlySet<string> = new Set(["account.read", "account.self"]);
export const OWING_FACTOR: ReadonlySet<string> = new Set([...OWING_PASSWORD, "account.secure"]);

/** Reached without a session, each for a reason that its declaration gives. */
export const PUBLIC: ReadonlySet<string> = new Set([
  "GET /api/health",
  "GET /api/ready",
  "GET /api/openapi.json",
  "POST /api/login",
  "POST /api/backup-callback",
  "(auth)/invitation/actions.ts#choosePasswordAction",
  "(auth)/invitation/actions.ts#findLinkAction",
  "(auth)/sign-in/actions.ts#finishSignInAction",
  "(auth)/sign-in/actions.ts#signInAction",
  "(dashboard)/actions.ts#signOutAction",
]);
