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
  // Only their health needs more than the instances' own index.
  if (query.health === undefined) return q.$count(instances, matching(query));
  const [row] = await q
    .select({ n: count() })
    .from(instances)
    .leftJoin(credentials, liveCredential)
    .where(matching(query));
  return row?.n ?? 0;
}

/** A day’s worst and best at once; BackupDaysDto says what each means. */
const DAY_CODE = sql`case
  when ${instanceDays.available} > 0 and ${instanceDays.failed} + ${instanceDays.missed} > 0 then 'm'
  when ${instanceDays.available} > 0 then 'o'
  when ${instanceDays.failed} + ${instanceDays.missed} > 0 then 'x'
  when ${instanceDays.skipped} > 0 then 's'
  else '-' end`;

/** By instance its days, each with its code, such as `2026-02-01o`; one row for each instance. */
export async function selectDayCodes(
  q: Queryable,
  wanted: { instanceRefs: readonly string[]; fromDay: string },
): Promise<Map<string, string[]>> {
  const { instanceRef, day } = instanceDays;
  const rows = await q
    .select({ instanceRef, codes: sql<string>`group_concat(${day} || ${DAY_CODE})` })
    .from(instanceDays)
    .where(and(inArray(instanceRef, [...wanted.instanceRefs]), gte(day, wanted.fromDay)))
    .groupBy(instanceRef);
  return new Map(rows.map((row) => [row.instanceRef, row.codes.split(",")]));
}

function matching(query: BackupDaysQuery): SQL | undefined {
  return and(
    isNull(instances.removedAt),
    inScope(instances.accountRef, query.accounts),
    query.account
      ? or(
          eq(instances.accountRef, query.account),
          sql`${instances.accountRef} in (select ${accounts.id} from ${accounts} where ${accounts.accountId} = ${query.account})`,
        )
      : undefined,
    query.region ? eq(instances.region, query.region) : undefined,
    query.health ? inArray(healthReason(query.now), reasonsOf(query.health)) : undefined,
  );
}
