import { and, count, inArray, isNull, notInArray, sql, type SQL } from "drizzle-orm";
import type { AccountScope } from "../context";
import type { Queryable } from "../db/client";
import { inScope } from "../db/in-scope";
import type { InstanceState } from "../db/schema/constants";
import { instances, scheduleLinks, schedules } from "../db/schema";

/**
 * How many links of each schedule make something due, and how many rest. The links alone are walked:
 * one that is removed has none, and those that are gone from AWS are few.
 */
export async function countFollowers(q: Queryable, accounts: AccountScope) {
  const active = count(scheduleLinks.nextDueAt);
  const ids = (where: SQL | undefined) =>
    q
      .select({ id: instances.id })
      .from(instances)
      .where(and(isNull(instances.removedAt), where));
  return q
    .select({
      id: scheduleLinks.scheduleId,
      active: active.mapWith(Number),
      paused: sql<number>`count(*) - ${active}`.mapWith(Number),
    })
    .from(scheduleLinks)
    .where(
      and(
        isNull(scheduleLinks.deletedAt),
        // Nothing is due of them any more, paused or not.
        notInArray(scheduleLinks.instanceRef, ids(inArray(instances.state, GONE))),
        accounts === "all"
          ? undefined
          : inArray(scheduleLinks.instanceRef, ids(inScope(instances.accountRef, accounts))),
      ),
    )
    .groupBy(scheduleLinks.scheduleId);
}

const GONE: InstanceState[] = ["terminated", "vanished"];

export async function selectTimings(q: Queryable, ids: readonly string[]) {
  const { id, name, cron, zone, startWindowMs, spreadMs } = schedules;
  return q
    .select({ id, name, cron, zone, startWindowMs, spreadMs })
    .from(schedules)
    .where(inArray(id, [...ids]));
}
