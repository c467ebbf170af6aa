import { and, desc, eq, inArray, sql } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { accounts, backupEvents, instances, occurrences } from "../db/schema";
import { scheduleLinks, schedules } from "../db/schema";

/** The links that ask for each of these backups, as they are now, and the account's partition. */
export async function listAskingLinks(q: Queryable, backupIds: readonly string[]) {
  if (backupIds.length === 0) return [];
  return q
    .select({
      backupId: occurrences.backupId,
      partition: accounts.partition,
      link: {
        deletedAt: scheduleLinks.deletedAt,
        pausedAt: scheduleLinks.pausedAt,
        scheduler: scheduleLinks.scheduler,
        awsFromAt: scheduleLinks.awsFromAt,
        awsVersion: scheduleLinks.awsVersion,
      },
      schedule: {
        enabled: schedules.enabled,
        version: schedules.version,
        spreadMs: schedules.spreadMs,
      },
      target: {
        paused: instances.paused,
        state: instances.state,
        removedAt: instances.removedAt,
      },
    })
    .from(occurrences)
    .innerJoin(scheduleLinks, eq(scheduleLinks.id, occurrences.linkId))
    .innerJoin(schedules, eq(schedules.id, scheduleLinks.scheduleId))
    .innerJoin(instances, eq(instances.id, occurrences.instanceRef))
    .innerJoin(accounts, eq(accounts.id, instances.accountRef))
    .where(inArray(occurrences.backupId, [...backupIds]));
}

export type AskingLink = Awaited<ReturnType<typeof listAskingLinks>>[number];

/** What AWS's function reports of a backup, as events of its time line. */
const REPORT_TYPES = [
  "function.started",
  "function.succeeded",
  "function.failed",
  "function.refused",
] as const;

export interface FunctionReport {
  backupId: string;
  type: string;
  message: string;
  /** AWS's code, or the function's own. */
  code: string | null;
  at: number;
}

/** The latest of each. */
export async function listLatestReports(
  q: Queryable,
  backupIds: readonly string[],
): Promise<Map<string, FunctionReport>> {
  if (backupIds.length === 0) return new Map();
  const rows = await q
    .select({
      backupId: backupEvents.backupId,
      type: backupEvents.type,
      message: backupEvents.message,
      data: backupEvents.data,
      at: backupEvents.at,
    })
    .from(backupEvents)
    .where(
      and(
        inArray(backupEvents.backupId, [...backupIds]),
        inArray(backupEvents.type, [...REPORT_TYPES]),
      ),
    )
    // Ids of one millisecond are in no order; the rows are.
    .orderBy(desc(backupEvents.at), sql`rowid desc`);
  const latest = new Map<string, FunctionReport>();
  for (const { data, ...row } of rows) {
    const code = data?.["code"];
    if (latest.has(row.backupId)) continue;
    latest.set(row.backupId, { ...row, code: typeof code === "string" ? code : null });
  }
  return latest;
}
