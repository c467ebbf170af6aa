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

/** What shows each the part that they see: whoever sees any of its accounts hears of it. */
const SHOWN_IN_PART: ReadonlySet<string> = new Set(["plan"]);

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
  const subject = event.type.split(".")[0] ?? "";
  if (!isInScope(accounts, { event, subject })) return false;
  if (subject === "user") {
    if (event.entityId === listener.userId) return true;
    // As their verbs: users are decided for every account.
    if (accounts !== "all") return false;
  }
  const permission = Object.hasOwn(PERMISSION_OF, subject) ? PERMISSION_OF[subject] : undefined;
  return permission !== undefined && roleMay(listener.role, permission);
}

function isInScope(
  accounts: AccountScope,
  { event, subject }: { event: EventRow; subject: string },
): boolean {
  if (accounts === "all") return true;
  const { accountRef, accountRefs } = event;
  const about = accountRefs ?? (accountRef === null ? [] : [accountRef]);
  const sees = (ref: string) => accounts.includes(ref);
  return SHOWN_IN_PART.has(subject) ? about.some(sees) : about.every(sees);
}
