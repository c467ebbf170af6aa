import { and, asc, eq, getTableColumns, inArray, isNull, or, sql, type SQL } from "drizzle-orm";
import type { AccountScope } from "../context";
import type { Queryable } from "../db/client";
import { holdsText } from "../db/holds-text";
import { scheduleLinks, schedules } from "../db/schema";
import type { Cursor } from "../paging";
import type { ScheduleRow } from "./schedule-row";
import type { ScheduleState, SCHEDULE_SORTS } from "./schemas";
import { isSeenFollower } from "./seen-follower";

export interface ScheduleFilter {
  /** Schedules are for everybody; who follows them is not. */
  accounts: AccountScope;
  search?: string | undefined;
  state?: ScheduleState | undefined;
  zone?: string | undefined;
}

export interface SchedulePageOptions {
  filter: ScheduleFilter;
  sort: (typeof SCHEDULE_SORTS)[number];
  cursor: Cursor | null;
  limit: number;
}

/** `sortKey` is what the order goes by; what asks for nothing comes last. */
export type ListedSchedule = ScheduleRow & { sortKey: number | string };

/** Later than any due moment: there is none. */
const NEVER = Number.MAX_SAFE_INTEGER;

/** Names are written out: in a query of one table Drizzle leaves the table's away. */
function nextDueOf(accounts: AccountScope): SQL<number> {
  return sql<number>`coalesce((select "l"."next_due_at" from ${scheduleLinks} "l"
    where "l"."schedule_id" = "schedules"."id" and "l"."next_due_at" is not null${seen(accounts)}
    order by "l"."next_due_at" limit 1), ${sql.raw(String(NEVER))})`;
}

function isFollowed(accounts: AccountScope): SQL {
  return sql`exists (select 1 from ${scheduleLinks} "l"
    where "l"."schedule_id" = "schedules"."id" and "l"."deleted_at" is null${seen(accounts)})`;
}

function seen(accounts: AccountScope): SQL {
  const isSeen = isSeenFollower(sql.raw('"l"."instance_ref"'), accounts);
  return isSeen ? sql` and ${isSeen}` : sql``;
}

/** One more than `limit`. */
export async function listSchedulePage(
  q: Queryable,
  { filter, sort, cursor, limit }: SchedulePageOptions,
): Promise<ListedSchedule[]> {
  const key: SQL<number | string> =
    sort === "nextRun" ? nextDueOf(filter.accounts) : sql<string>`${schedules.name}`;
  const keyed = q
    .select({ id: schedules.id, sortKey: key.as("sort_key") })
    .from(schedules)
    .where(matching(filter))
    .as("keyed");
  return q
    .select({ ...getTableColumns(schedules), sortKey: keyed.sortKey })
    .from(keyed)
    .innerJoin(schedules, eq(schedules.id, keyed.id))
    .where(cursor ? sql`(${keyed.sortKey}, ${keyed.id}) > (${cursor[0]}, ${cursor[1]})` : undefined)
    .orderBy(asc(keyed.sortKey), asc(keyed.id))
    .limit(limit + 1);
}

export async function countSchedules(q: Queryable, filter: ScheduleFilter): Promise<number> {
  return q.$count(schedules, matching(filter));
}

/** When each of them next asks for a backup; those that do not are left out. */
export async function listNextDues(
  q: Queryable,
  { scheduleIds, accounts }: { scheduleIds: readonly string[]; accounts: AccountScope },
): Promise<ReadonlyMap<string, number>> {
  if (scheduleIds.length === 0) return new Map();
  const rows = await q
    .select({ id: schedules.id, nextDue: nextDueOf(accounts) })
    .from(schedules)
    .where(inArray(schedules.id, [...scheduleIds]));
  return new Map(
    rows.flatMap(({ id, nextDue }) => (nextDue === NEVER ? [] : [[id, nextDue] as const])),
  );
}

export async function listZones(q: Queryable): Promise<string[]> {
  const rows = await q
    .selectDistinct({ zone: schedules.zone })
    .from(schedules)
    .where(isNull(schedules.deletedAt))
    .orderBy(asc(schedules.zone));
  return rows.map(({ zone }) => zone);
}

function matching({ accounts, search, state, zone }: ScheduleFilter): SQL | undefined {
  return and(
    isNull(schedules.deletedAt),
    zone === undefined ? undefined : eq(schedules.zone, zone),
    state === undefined ? undefined : inState(state, accounts),
    containing(search),
  );
}

function inState(state: ScheduleState, accounts: AccountScope): SQL {
  switch (state) {
    case "enabled":
      return eq(schedules.enabled, true);
    case "paused":
      return eq(schedules.enabled, false);
    case "used":
      return isFollowed(accounts);
    case "unused":
      return sql`not ${isFollowed(accounts)}`;
  }
}

function containing(search: string | undefined): SQL | undefined {
  if (search === undefined || search === "") return undefined;
  return or(...[schedules.name, schedules.cron, schedules.zone].map((of) => holdsText(of, search)));
}
