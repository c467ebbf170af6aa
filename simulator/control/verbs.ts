import { accountVerbs } from "./account-verbs";
import { automationVerbs } from "./automation-verbs";
import { clockVerbs } from "./clock-verbs";
import type { ControlVerb } from "./contract";
import { faultVerbs } from "./fault-verbs";
import { fleetVerbs } from "./fleet-verbs";
import { handVerbs } from "./hand-verbs";
import { historyVerbs } from "./history-verbs";
import { platformVerbs } from "./platform-verbs";
import { referrerVerbs } from "./referrer-verbs";
import { truthVerbs } from "./truth-verbs";
import type { Handlers } from "./verb";
import { worldVerbs } from "./world-verbs";

export const controlVerbs: Handlers<ControlVerb> = {
  ...accountVerbs,
  ...automationVerbs,
  ...clockVerbs,
  ...faultVerbs,
  ...fleetVerbs,
  ...handVerbs,
  ...historyVerbs,
  ...platformVerbs,
  ...referrerVerbs,
  ...truthVerbs,
  ...worldVerbs,
};

export function isControlVerb(name: string): name is ControlVerb {
  return Object.hasOwn(controlVerbs, name);
}

/** Verbs that only read: a persisted world need not be written after them. */
export const READING: ReadonlySet<ControlVerb> = new Set<ControlVerb>([
  "health",
  "summary",
  "listAccounts",
  "listInstances",
  "time",
  "settings",
  "listFaults",
  "images",
  "snapshots",
  "calls",
  "callCounts",
  "waitForCalls",
  "reboots",
  "rules",
  "schedules",
  "functions",
  "invocations",
  "iamRoles",
  "logGroups",
  "alarms",
  "export",
]);
