import { and, asc, eq, inArray, isNull, or } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { exclusionWindows, scheduleLinks, schedules } from "../db/schema";
import { windowsOf, type ExclusionWindow } from "../schedules/exclusion.pure";
import type { RunSource } from "./runs-ahead.pure";

/** A schedule that will run, with the exclusion windows that hold for it. */
export interface FollowedSchedule extends RunSource {
  id: string;
  windows: ExclusionWindow[];
}

/** The schedules that will run for each of these instances, in the order of their ids. */
export async function listFollowed(
  q: Queryable,
  instanceRefs: readonly string[],
): Promise<Map<string, FollowedSchedule[]>> {
  const rows = await selectFollowed(q, instanceRefs);
  const windows = await selectWindows(q, [...new Set(rows.map(({ id }) => id))]);
  const byInstance = new Map<string, FollowedSchedule[]>();
  for (const { instanceRef, ...schedule } of rows) {
    const followed = { ...schedule, windows: windowsOf(windows, schedule.id) };
    byInstance.set(instanceRef, [...(byInstance.get(instanceRef) ?? []), followed]);
  }
  return byInstance;
}

async function selectFollowed(q: Queryable, instanceRefs: readonly string[]) {
  return q
    .select({
      instanceRef: scheduleLinks.instanceRef,
      id: schedules.id,
      cron: schedules.cron,
      zone: schedules.zone,
    })
    .from(scheduleLinks)
    .innerJoin(schedules, eq(schedules.id, scheduleLinks.scheduleId))
    .where(
      and(
        inArray(scheduleLinks.instanceRef, [...instanceRefs]),
        isNull(scheduleLinks.deletedAt),
        isNull(scheduleLinks.pausedAt),
        eq(schedules.enabled, true),
      ),
    )
    .orderBy(asc(scheduleLinks.instanceRef), asc(schedules.id));
}

/** At most 100 in all. */
async function selectWindows(q: Queryable, scheduleIds: readonly string[]) {
  const { name, scheduleId, cron, zone, startsAt, durationMs } = exclusionWindows;
  return q
    .select({ name, scheduleId, cron, zone, startsAt, durationMs })
    .from(exclusionWindows)
    .where(
      and(
        isNull(exclusionWindows.deletedAt),
        or(isNull(scheduleId), inArray(scheduleId, [...scheduleIds])),
      ),
    )
    .orderBy(asc(exclusionWindows.id));
}
