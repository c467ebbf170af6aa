import type { AlertDto } from "#lib/alerts/dto";
import { mayBeAcknowledged } from "#lib/alerts/may-be-acknowledged.pure";
import type { NeedsYouDto } from "#lib/instances/dto";

/** What one act mends: an alert with those it tells of, an instance, or all behind a credential. */
export type Need =
  | { type: "alert"; alert: AlertDto; instances: readonly NeedsYouDto[] }
  | { type: "instances"; first: NeedsYouDto; instances: readonly NeedsYouDto[] }
  /** Running instances that nobody backs up. */
  | { type: "unprotected"; count: number; instances: readonly [] };

export interface Needing {
  /** Open ones, most urgent first. */
  alerts: readonly AlertDto[];
  /** Most urgent first. */
  instances: readonly NeedsYouDto[];
  /** By instance: the alert that tells of it. */
  alertOf: ReadonlyMap<string, string>;
  unprotected: number;
}

/** Each trouble once, most urgent first: an instance that an alert tells of stands with the alert. */
export function mergeNeeds(needing: Needing): Need[] {
  const told = new Map<string, NeedsYouDto[]>(needing.alerts.map(({ id }) => [id, []]));
  const untold: NeedsYouDto[] = [];
  for (const item of needing.instances) {
    const alertId = findAlert(item, needing);
    (told.get(alertId ?? "") ?? untold).push(item);
  }
  const needs: Need[] = [
    ...needing.alerts.map((alert): Need => {
      return { type: "alert", alert, instances: told.get(alert.id) ?? [] };
    }),
    ...groupByCredential(untold),
    ...toUnprotected(needing.unprotected),
  ];
  return needs
    .map((need, index) => ({ need, index, rank: rankOf(need) }))
    .toSorted((a, b) => a.rank - b.rank || a.index - b.index)
    .map(({ need }) => need);
}

/** One that no run has made a member yet still stands with the alert of its cause. */
function findAlert(item: NeedsYouDto, { alerts, alertOf }: Needing): string | undefined {
  const known = alertOf.get(item.id);
  if (known !== undefined) return known;
  const { reason } = item.health;
  return alerts.find(({ kind, link }) => {
    if (kind === "scheduler.silent") return reason === "overdue";
    if (kind !== "credentials.failing" || reason !== "credential_failing") return false;
    return link === `/credentials/${item.credentialId}`;
  })?.id;
}

function toUnprotected(count: number): Need[] {
  return count === 0 ? [] : [{ type: "unprotected", count, instances: [] }];
}

/**
 * Grave alerts, backups that fail, instances that no alert tells of, what nobody backs up, the rest;
 * what is looked after last.
 */
function rankOf(need: Need): number {
  if (need.type === "instances") return 2;
  if (need.type === "unprotected") return 3;
  const { severity, kind } = need.alert;
  if (!mayBeAcknowledged(need.alert)) return 5;
  if (severity === "critical") return 0;
  const isOfRuns = kind.startsWith("backups.") || kind === "eventbridge.silent";
  return isOfRuns && need.instances.length > 0 ? 1 : 4;
}

function groupByCredential(items: readonly NeedsYouDto[]): Need[] {
  const groups = new Map<string, NeedsYouDto[]>();
  for (const item of items) {
    const shared = item.health.reason === "credential_failing" ? item.credentialId : null;
    const key = shared ?? item.id;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()].flatMap((instances): Need[] => {
    const [first] = instances;
    return first === undefined ? [] : [{ type: "instances", first, instances }];
  });
}
