import { roleMay, type Permission } from "../auth/permissions";
import type { Role } from "../db/schema/constants";
import type { AccountScope } from "../context";
import type { EventRow } from "./outbox.repo";

/** Who may hear of what, by the first part of the type; what is not listed nobody hears of. */
const PERMISSION_OF: Readonly<Record<string, Permission>> = {
  alert: "alerts.read",
  backup: "backups.read",
  channel: "channels.read",
  credential: "credentials.read",
  discovery: "instances.read",
  eventbridge: "schedules.read",
  finding: "findings.read",
  instance: "instances.read",
  plan: "plans.read",
  policy: "policies.read",
  reconcile: "findings.read",
  rule: "instances.read",
  schedule: "schedules.read",
  settings: "settings.read",
  user: "users.read",
};

export interface Listener {
  userId: string;
  role: Role;
  accounts: AccountScope;
  /** The first password or the second factor comes before everything else. */
  owes: boolean;
}

export function mayHear(listener: Listener, event: EventRow): boolean {
  if (listener.owes) return false;
  const { accounts } = listener;
  const about = event.accountRefs ?? (event.accountRef === null ? [] : [event.accountRef]);
  const inScope = accounts === "all" || about.every((accountRef) => accounts.includes(accountRef));
  if (!inScope) return false;
  const subject = event.type.split(".")[0] ?? "";
  if (subject === "user") {
    if (event.entityId === listener.userId) return true;
    // As their verbs: users are decided for every account.
    if (accounts !== "all") return false;
  }
  const permission = Object.hasOwn(PERMISSION_OF, subject) ? PERMISSION_OF[subject] : undefined;
  return permission !== undefined && roleMay(listener.role, permission);
}
