import { and, asc, eq, gt, inArray, isNotNull, isNull, lte, or } from "drizzle-orm";
import type { AccountScope } from "../context";
import type { Queryable } from "../db/client";
import { accounts, instances, scheduleLinks, schedules } from "../db/schema";
import type { Cursor } from "../paging";

const INSTANCE_COLUMNS = {
  id: instances.id,
  instanceId: instances.instanceId,
  name: instances.name,
  region: instances.region,
  accountId: accounts.accountId,
};

export interface NextRunsOptions {
  accounts: AccountScope;
  until: number;
  cursor: Cursor | null;
  limit: number;
}

/** The links by their next due moment, soonest first; one more than `limit`. */
export async function listNextRunRows(q: Queryable, options: NextRunsOptions) {
  const { until, cursor, limit } = options;
  const dueAt = scheduleLinks.nextDueAt;
  const after = cursor
    ? or(
        gt(dueAt, Number(cursor[0])),
        and(eq(dueAt, Number(cursor[0])), gt(scheduleLinks.id, cursor[1])),
      )
    : undefined;
  return q
    .select({
      linkId: scheduleLinks.id,
      dueAt,
      link: {
        scheduler: scheduleLinks.scheduler,
        awsFromAt: scheduleLinks.awsFromAt,
        awsVersion: scheduleLinks.awsVersion,
      },
      instance: INSTANCE_COLUMNS,
      schedule: {
        version: schedules.version,
        id: schedules.id,
        name: schedules.name,
        cron: schedules.cron,
        zone: schedules.zone,
        startWindowMs: schedules.startWindowMs,
        spreadMs: schedules.spreadMs,
      },
    })
    .from(scheduleLinks)
    .innerJoin(schedules, eq(schedules.id, scheduleLinks.scheduleId))
    .innerJoin(instances, eq(instances.id, scheduleLinks.instanceRef))
    .innerJoin(accounts, eq(accounts.id, instances.accountRef))
    .where(
      and(
        isNotNull(dueAt),
        lte(dueAt, until),
        isNull(scheduleLinks.deletedAt),
        after,
        inScope(options.accounts),
      ),
    )
    .orderBy(asc(dueAt), asc(scheduleLinks.id))
    .limit(limit + 1);
}

export type NextRunRow = Awaited<ReturnType<typeof listNextRunRows>>[number];

export interface OverdueOptions {
  accounts: AccountScope;
  cursor: Cursor | null;
  limit: number;
}

/** Longest overdue first; one more than `limit`. */
export async function listOverdueRows(q: Queryable, options: OverdueOptions) {
  const { cursor, limit } = options;
  const since = instances.overdueSinceAt;
  const after = cursor
    ? or(
        gt(since, Number(cursor[0])),
        and(eq(since, Number(cursor[0])), gt(instances.id, cursor[1])),
      )
    : undefined;
  return q
    .select({ overdueSinceAt: since, instance: INSTANCE_COLUMNS })
    .from(instances)
    .innerJoin(accounts, eq(accounts.id, instances.accountRef))
    .where(and(isNotNull(since), isNull(instances.removedAt), after, inScope(options.accounts)))
    .orderBy(asc(since), asc(instances.id))
    .limit(limit + 1);
}

function inScope(scope: AccountScope) {
  return scope === "all" ? undefined : inArray(instances.accountRef, [...scope]);
}
