import { and, eq, inArray, isNotNull, isNull, not, notInArray, or, sql } from "drizzle-orm";
import type { EpochMs } from "../clock";
import type { Queryable } from "../db/client";
import { accounts, alertMembers, alerts, backups, credentials, instances } from "../db/schema";
import { hasBadRequest, hasStandingTrouble } from "./standing-trouble.repo";

/** What an alert says of an instance, and whether its last word is good. */
export interface AlertedInstance {
  id: string;
  name: string;
  instanceId: string;
  accountRef: string;
  region: string;
  accountId: string;
  paused: boolean;
  removedAt: number | null;
  lastGoodAt: number | null;
  lastEndedBackupId: string | null;
  lastEndedStatus: string | null;
  overdueSinceAt: number | null;
  credentialId: string | null;
  credentialName: string | null;
  validationError: string | null;
}

export async function listAlertedInstances(
  q: Queryable,
  ids: readonly string[],
): Promise<Map<string, AlertedInstance>> {
  if (ids.length === 0) return new Map();
  const rows = await q
    .select({
      id: instances.id,
      name: instances.name,
      instanceId: instances.instanceId,
      accountRef: instances.accountRef,
      region: instances.region,
      accountId: accounts.accountId,
      paused: instances.paused,
      removedAt: instances.removedAt,
      lastGoodAt: instances.lastGoodAt,
      lastEndedBackupId: instances.lastEndedBackupId,
      lastEndedStatus: instances.lastEndedStatus,
      overdueSinceAt: instances.overdueSinceAt,
      credentialId: credentials.id,
      credentialName: credentials.name,
      validationError: credentials.validationError,
    })
    .from(instances)
    .innerJoin(accounts, eq(accounts.id, instances.accountRef))
    .leftJoin(credentials, eq(credentials.id, instances.credentialId))
    .where(inArray(instances.id, [...ids]));
  return new Map(rows.map((row) => [row.id, row]));
}

export async function listBackupRows(q: Queryable, ids: readonly string[]) {
  if (ids.length === 0) return [];
  return q
    .select({
      id: backups.id,
      status: backups.status,
      scheduler: backups.scheduler,
      statusCode: backups.statusCode,
      statusReason: backups.statusReason,
      suggestion: backups.suggestion,
    })
    .from(backups)
    .where(inArray(backups.id, [...ids]));
}

/** Members that are well, or that nobody asks for any more; their alerts do not know it yet. */
export async function listWellAgain(
  q: Queryable,
  of: { kinds: readonly string[]; now: EpochMs; limit: number },
): Promise<string[]> {
  const rows = await q
    .selectDistinct({ id: alertMembers.entityId })
    .from(alertMembers)
    .innerJoin(alerts, eq(alerts.id, alertMembers.alertId))
    .innerJoin(instances, eq(instances.id, alertMembers.entityId))
    .where(
      and(
        eq(alertMembers.entityType, "instance"),
        isNull(alertMembers.clearedAt),
        isNull(alerts.closedAt),
        inArray(alerts.kind, [...of.kinds]),
        or(
          isNotNull(instances.removedAt),
          and(eq(instances.paused, true), not(hasBadRequest)),
          and(
            isNull(instances.overdueSinceAt),
            not(hasStandingTrouble(of.now)),
            notInArray(sql`coalesce(${instances.lastEndedStatus}, '')`, ["failed", "missed"]),
          ),
        ),
      ),
    )
    .limit(of.limit);
  return rows.map(({ id }) => id);
}
