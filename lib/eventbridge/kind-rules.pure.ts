import { EVENTBRIDGE_KINDS, type EventbridgeKind } from "../db/schema/constants";

/** In the order in which they are made; removed in the opposite one. */
export const KIND_ORDER: readonly EventbridgeKind[] = EVENTBRIDGE_KINDS;

/**
 * What must stand before a kind is made, and stays until the last of the kind is gone. The log group
 * comes before the function and outlives it: Lambda would make another one that keeps for ever.
 */
const NEEDS: Readonly<Partial<Record<EventbridgeKind, readonly EventbridgeKind[]>>> = {
  function: ["function_role", "log_group"],
  permission: ["function"],
  state_rule: ["function", "permission"],
  rule: ["function", "permission", "protect_tag"],
  schedule: ["function", "scheduler_role", "schedule_group", "protect_tag"],
  one_time: ["function", "scheduler_role", "schedule_group", "protect_tag"],
};

export function needs(kind: EventbridgeKind, other: EventbridgeKind): boolean {
  return NEEDS[kind]?.includes(other) ?? false;
}

/** Without these AWS still fires: they warn, bring news sooner or tidy up. */
const OPTIONAL: ReadonlySet<EventbridgeKind> = new Set(["log_group", "alarm", "state_rule"]);

/** Of one instance or link; the others belong to the place. */
export const KINDS_OF_INSTANCES: readonly EventbridgeKind[] = [
  "protect_tag",
  "rule",
  "schedule",
  "one_time",
];

export function isEssential(kind: EventbridgeKind): boolean {
  return !OPTIONAL.has(kind);
}

export function isOfInstance(kind: EventbridgeKind): boolean {
  return KINDS_OF_INSTANCES.includes(kind);
}

/** What fires a link's moments. */
export function isFiring(kind: EventbridgeKind): boolean {
  return isOfInstance(kind) && kind !== "protect_tag";
}

/** For people. */
export const KIND_WORDS: Readonly<Record<EventbridgeKind, string>> = {
  function_role: "Role of the function",
  scheduler_role: "Role of the scheduler",
  log_group: "Log of the function",
  function: "Function",
  permission: "Permission for rules to invoke it",
  alarm: "Alarm on its errors",
  state_rule: "Rule for changes of images",
  schedule_group: "Schedule group",
  protect_tag: "Tag of the instance",
  rule: "Rule",
  schedule: "Schedule",
  one_time: "One-time schedule",
};
