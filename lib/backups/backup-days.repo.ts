import { and, asc, eq, gte, inArray } from "drizzle-orm";
import type { AccountScope } from "../context";
import type { Queryable } from "../db/client";
import { accounts, instanceDays, instances } from "../db/schema";
import type { BackupInstanceFacts } from "./to-backup-dto";

export type DayRow = typeof instanceDays.$inferSelect;

export async function selectDayInstances(
  q: Queryable,
  wanted: { instanceIds: readonly string[]; accounts: AccountScope },
): Promise<BackupInstanceFacts[]> {
  return q
    .select({
      id: instances.id,
      instanceId: instances.instanceId,
      name: instances.name,
      region: instances.region,
      accountId: accounts.accountId,
    })
    .from(instances)
    .innerJoin(accounts, eq(accounts.id, instances.accountRef))
    .where(
      and(
        inArray(instances.id, [...wanted.instanceIds]),
        wanted.accounts === "all" ? undefined : inArray(instances.accountRef, [...wanted.accounts]),
      ),
    );
}

/** At most one row per instance and day. */
export async function selectDays(
  q: Queryable,
  wanted: { instanceIds: readonly string[]; fromDay: string },
): Promise<DayRow[]> {
  return q
    .select()
    .from(instanceDays)
    .where(
      and(
        inArray(instanceDays.instanceRef, [...wanted.instanceIds]),
        gte(instanceDays.day, wanted.fromDay),
      ),
    )
    .orderBy(asc(instanceDays.instanceRef), asc(instanceDays.day));
}
