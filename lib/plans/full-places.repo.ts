import { and, eq, isNull, sql } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { backups, planItems } from "../db/schema";
import type { ItemPlace } from "./items.repo";

/** Where at least so many of a plan's removals wait for their first send. */
export async function listFullPlaces(
  q: Queryable,
  { planId, unsent }: { planId: string; unsent: number },
): Promise<ItemPlace[]> {
  return q
    .select({ accountRef: planItems.accountRef, region: planItems.region })
    .from(planItems)
    .innerJoin(backups, eq(backups.id, planItems.backupId))
    .where(
      and(
        eq(planItems.planId, planId),
        eq(planItems.status, "applying"),
        isNull(backups.deregisterSentAt),
      ),
    )
    .groupBy(planItems.accountRef, planItems.region)
    .having(sql`count(*) >= ${unsent}`);
}
