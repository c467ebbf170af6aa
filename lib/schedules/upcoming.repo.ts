import { and, count, eq, inArray, isNull, notInArray, sql } from "drizzle-orm";
import type { AccountScope } from "../context";
import type { Queryable } from "../db/client";
import { inScope } from "../db/in-scope";
import { instances, scheduleLinks, schedules } from "../db/schema";

/** How many links of each schedule make something due, and how many rest. */
export async function countFollowers(q: Queryable, accounts: AccountScope) {
  const active = count(scheduleLinks.nextDueAt);
  return q
    .select({
      id: scheduleLinks.scheduleId,
      active: active.mapWith(Number),
      paused: sql<number>`count(*) - ${active}`.mapWith(Number),
    })
    .from(scheduleLinks)
    .innerJoin(instances, eq(instances.id, scheduleLinks.instanceRef))
    .where(
      and(
        isNull(scheduleLinks.deletedAt),
        isNull(instances.removedAt),
        // Nothing is due of them any more, paused or not.
        notInArray(instances.state, ["terminated", "vanished"]),
        inScope(instances.accountRef, accounts),
      ),
    )
    .groupBy(scheduleLinks.scheduleId);
}

export async function selectTimings(q: Queryable, ids: readonly string[]) {
  const { id, name, cron, zone, startWindowMs, spreadMs } = schedules;
  return q
    .select({ id, name, cron, zone, startWindowMs, spreadMs })
    .from(schedules)
    .where(inArray(id, [...ids]));
}
