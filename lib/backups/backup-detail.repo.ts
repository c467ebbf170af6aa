import { asc, desc, eq, sql } from "drizzle-orm";
import type { Queryable } from "../db/client";
import {
  accounts,
  attempts,
  backupEvents,
  instances,
  occurrences,
  scheduleLinks,
  schedules,
  snapshots,
} from "../db/schema";
import type { AttemptRow, BackupRow, SnapshotRow } from "./backup-row";
import { listTags, type BackupTagRow } from "./tags.repo";

const EVENTS_MAX = 200;

export interface BackupDetails {
  attempts: AttemptRow[];
  snapshots: SnapshotRow[];
  events: Array<typeof backupEvents.$inferSelect>;
  schedules: Array<{ id: string; name: string; deletedAt: number | null }>;
  tags: BackupTagRow[];
  partition: string;
  instanceType: string | null;
}

/** What the page of one backup shows beside its row; bounded, however long its story. */
export async function loadBackupDetails(q: Queryable, backup: BackupRow): Promise<BackupDetails> {
  const [place] = await q
    .select({ partition: accounts.partition, instanceType: instances.instanceType })
    .from(instances)
    .innerJoin(accounts, eq(accounts.id, instances.accountRef))
    .where(eq(instances.id, backup.instanceRef))
    .limit(1);
  const latest = await q
    .select()
    .from(backupEvents)
    .where(eq(backupEvents.backupId, backup.id))
    // Ids of one millisecond are in no order; the rows are.
    .orderBy(desc(backupEvents.at), sql`rowid desc`)
    .limit(EVENTS_MAX);
  return {
    attempts: await q
      .select()
      .from(attempts)
      .where(eq(attempts.backupId, backup.id))
      .orderBy(asc(attempts.number)),
    snapshots: await q
      .select()
      .from(snapshots)
      .where(eq(snapshots.backupId, backup.id))
      .orderBy(asc(snapshots.device), asc(snapshots.snapshotId)),
    events: latest.toReversed(),
    schedules: await listSchedulesOf(q, backup.id),
    tags: (await listTags(q, [backup.id])).get(backup.id) ?? [],
    partition: place?.partition ?? "aws",
    instanceType: place?.instanceType ?? null,
  };
}

async function listSchedulesOf(q: Queryable, backupId: string) {
  return q
    .selectDistinct({ id: schedules.id, name: schedules.name, deletedAt: schedules.deletedAt })
    .from(occurrences)
    .innerJoin(scheduleLinks, eq(scheduleLinks.id, occurrences.linkId))
    .innerJoin(schedules, eq(schedules.id, scheduleLinks.scheduleId))
    .where(eq(occurrences.backupId, backupId))
    .orderBy(asc(schedules.name));
}
