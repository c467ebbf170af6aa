import { and, eq, exists, gt, isNotNull, isNull, lte, not, sql } from "drizzle-orm";
import type { EpochMs } from "../clock";
import type { Queryable } from "../db/client";
import { alertMembers, alerts, credentials } from "../db/schema";
import type { AlertKind } from "./alert-kinds";

/** Keys that end after one instant, and not after the other. */
export interface EndingPart {
  kind: AlertKind;
  after: EpochMs;
  until: EpochMs;
  limit: number;
}

function endsWithin({ after, until }: EndingPart) {
  return and(
    isNull(credentials.deletedAt),
    isNotNull(credentials.expiresAt),
    gt(credentials.expiresAt, after),
    lte(credentials.expiresAt, until),
  );
}

function isTold({ kind }: EndingPart) {
  return and(
    isNull(alerts.closedAt),
    eq(alerts.kind, kind),
    eq(alertMembers.entityType, "credential"),
    eq(alertMembers.entityId, credentials.id),
    isNull(alertMembers.clearedAt),
  );
}

/** Credentials whose keys end then, and no open alert of the kind tells of. */
export function listEndingCredentials(q: Queryable, part: EndingPart) {
  const told = q
    .select({ id: alertMembers.id })
    .from(alertMembers)
    .innerJoin(alerts, eq(alerts.id, alertMembers.alertId))
    .where(isTold(part));
  const { id, name, accountRef, expiresAt } = credentials;
  return q
    .select({ id, name, accountRef, expiresAt })
    .from(credentials)
    .where(and(endsWithin(part), not(exists(told))))
    .limit(part.limit);
}

/** Credentials that an open alert of the kind tells of, and whose keys do not end then. */
export async function listNoLongerEnding(q: Queryable, part: EndingPart): Promise<string[]> {
  const rows = await q
    .selectDistinct({ id: credentials.id })
    .from(alerts)
    .innerJoin(alertMembers, eq(alertMembers.alertId, alerts.id))
    .innerJoin(credentials, eq(credentials.id, alertMembers.entityId))
    .where(and(isTold(part), not(sql`coalesce(${endsWithin(part)}, 0)`)))
    .limit(part.limit);
  return rows.map(({ id }) => id);
}
