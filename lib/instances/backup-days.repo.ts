import { and, asc, count, eq, gte, inArray, isNull, or, sql, type SQL } from "drizzle-orm";
import type { z } from "zod";
import type { AccountScope } from "#lib/context";
import type { Queryable } from "#lib/db/client";
import { inScope } from "#lib/db/in-scope";
import { accounts, credentials, instanceDays, instances } from "#lib/db/schema/index";
import type { Cursor } from "#lib/paging";
import { healthReason } from "./health.repo";
import { NEEDS_YOU_ORDER, reasonsOf } from "./instance-health.pure";
import { liveCredential } from "./instance.repo";
import type { ListBackupDaysInput } from "./schemas";

export type BackupDaysQuery = z.output<typeof ListBackupDaysInput> & {
  accounts: AccountScope;
  now: number;
};

/** `limit + 1` instances, those that need somebody first, most urgent first, then by name. */
export async function listDayInstances(q: Queryable, query: BackupDaysQuery, after: Cursor | null) {
  const reason = healthReason(query.now);
  const ranks = NEEDS_YOU_ORDER.map((name, rank) => sql`when ${name} then ${String(rank)}`);
  const rank = sql`case ${reason} ${sql.join(ranks, sql` `)} else ${REST_RANK} end`;
  const sortKey = sql<string>`${rank} || lower(${instances.name})`;
  return q
    .select({
      id: instances.id,
      instanceId: instances.instanceId,
      name: instances.name,
      region: instances.region,
      accountId: accounts.accountId,
      reason,
      sortKey,
    })
    .from(instances)
    .innerJoin(accounts, eq(accounts.id, instances.accountRef))
    .leftJoin(credentials, liveCredential)
    .where(
      and(
        matching(query),
        after ? sql`(${sortKey}, ${instances.id}) > (${after[0]}, ${after[1]})` : undefined,
      ),
    )
    .orderBy(asc(sortKey), asc(instances.id))
    .limit(query.limit + 1);
}

export type DayInstance = Awaited<ReturnType<typeof listDayInstances>>[number];

/** One character, as all ranks are. */
const REST_RANK = "9";

export async function countDayInstances(q: Queryable, query: BackupDaysQuery): Promise<number> {
  const [row] = await q
    .select({ n: count() })
    .from(instances)
    .innerJoin(accounts, eq(accounts.id, instances.accountRef))
    .leftJoin(credentials, liveCredential)
    .where(matching(query));
  return row?.n ?? 0;
}

/** At most one row per instance and day. */
export async function selectDays(
  q: Queryable,
  wanted: { instanceRefs: readonly string[]; fromDay: string },
) {
  const { instanceRef, day, available, failed, missed, skipped } = instanceDays;
  return q
    .select({ instanceRef, day, available, failed, missed, skipped })
    .from(instanceDays)
    .where(and(inArray(instanceRef, [...wanted.instanceRefs]), gte(day, wanted.fromDay)));
}

function matching(query: BackupDaysQuery): SQL | undefined {
  return and(
    isNull(instances.removedAt),
    inScope(instances.accountRef, query.accounts),
    query.account
      ? or(eq(instances.accountRef, query.account), eq(accounts.accountId, query.account))
      : undefined,
    query.region ? eq(instances.region, query.region) : undefined,
    query.health ? inArray(healthReason(query.now), reasonsOf(query.health)) : undefined,
  );
}
