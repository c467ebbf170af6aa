import { and, count, eq, isNull, ne } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { instances, scheduleLinks, schedules } from "../db/schema";
import { restsWithoutReason } from "./schedule-links.repo";

type Counts = ReadonlyMap<string, number>;

/** Links that an earlier version of their schedule has planned. */
export async function countStaleLinks(q: Queryable): Promise<Counts> {
  const rows = await q
    .select({ scheduleId: scheduleLinks.scheduleId, n: count() })
    .from(scheduleLinks)
    .innerJoin(schedules, eq(schedules.id, scheduleLinks.scheduleId))
    .where(
      and(isNull(scheduleLinks.deletedAt), ne(scheduleLinks.plannedVersion, schedules.version)),
    )
    .groupBy(scheduleLinks.scheduleId);
  return toCounts(rows);
}

/** Links without a next moment although nothing that they depend on rests. */
export async function countRestingLinks(q: Queryable): Promise<Counts> {
  const rows = await q
    .select({ scheduleId: scheduleLinks.scheduleId, n: count() })
    .from(scheduleLinks)
    .innerJoin(schedules, eq(schedules.id, scheduleLinks.scheduleId))
    .innerJoin(instances, eq(instances.id, scheduleLinks.instanceRef))
    .where(restsWithoutReason())
    .groupBy(scheduleLinks.scheduleId);
  return toCounts(rows);
}

export async function countLinks(q: Queryable): Promise<number> {
  return q.$count(scheduleLinks, isNull(scheduleLinks.deletedAt));
}

function toCounts(rows: ReadonlyArray<{ scheduleId: string; n: number }>): Counts {
  return new Map(rows.map(({ scheduleId, n }) => [scheduleId, n]));
}
