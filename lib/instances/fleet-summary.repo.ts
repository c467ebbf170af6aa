import { and, asc, count, eq, inArray, isNull, sql } from "drizzle-orm";
import type { AccountScope } from "#lib/context";
import type { Queryable } from "#lib/db/client";
import { inScope } from "#lib/db/in-scope";
import { accounts, credentials, instances } from "#lib/db/schema/index";
import { healthReason } from "./health.repo";
import type { HealthReason } from "./instance-health.pure";
import { liveCredential } from "./instance.repo";

interface Scope {
  accounts: AccountScope;
  now: number;
}

export async function countByHealth(
  q: Queryable,
  { accounts: scope, now }: Scope,
): Promise<Array<{ reason: HealthReason; n: number }>> {
  return q
    .select({ reason: healthReason(now).as("reason"), n: count() })
    .from(instances)
    .leftJoin(credentials, liveCredential)
    .where(and(isNull(instances.removedAt), inScope(instances.accountRef, scope)))
    .groupBy(sql`reason`);
}

export interface NeedingRow {
  id: string;
  instanceId: string;
  name: string;
  accountId: string;
  region: string;
  reason: HealthReason;
  lastEndedBackupId: string | null;
  credentialId: string | null;
  rebootOnBackup: boolean;
}

/** The first reason of `order` first; within one, what ended last. */
export async function listNeedingYou(
  q: Queryable,
  options: Scope & { limit: number; order: readonly HealthReason[] },
): Promise<NeedingRow[]> {
  const reason = healthReason(options.now);
  const ranks = options.order.map((name, rank) => sql`when ${name} then ${rank}`);
  const rank = sql`case ${reason} ${sql.join(ranks, sql` `)} else ${options.order.length} end`;
  return q
    .select({
      id: instances.id,
      instanceId: instances.instanceId,
      name: instances.name,
      accountId: accounts.accountId,
      region: instances.region,
      reason,
      lastEndedBackupId: instances.lastEndedBackupId,
      credentialId: credentials.id,
      rebootOnBackup: instances.rebootOnBackup,
    })
    .from(instances)
    .innerJoin(accounts, eq(accounts.id, instances.accountRef))
    .leftJoin(credentials, liveCredential)
    .where(
      and(
        isNull(instances.removedAt),
        inScope(instances.accountRef, options.accounts),
        inArray(reason, [...options.order]),
      ),
    )
    .orderBy(asc(rank), sql`${instances.lastEndedAt} desc`, asc(instances.id))
    .limit(options.limit);
}
