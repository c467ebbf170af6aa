import { setImmediate as letOthersRun } from "node:timers/promises";
import { alertOnOverdue, findUntold } from "../alerts/alert-on-overdue";
import type { Context } from "../context";
import { emitEvents } from "../events/emit-event";
import { listExclusions } from "./exclusion-windows.repo";
import { windowsOf } from "./exclusion.pure";
import { GRACE_MIN_MS, graceMs } from "./grace.pure";
import { isOnlyExcluded } from "./only-excluded.pure";
import { listBadLinkRuns, listExcludedRuns, listSharingLinks } from "./overdue-links.repo";
import {
  listBadlyEndedRuns,
  listDurations,
  listFlagged,
  listUnfinishedRuns,
  setOverdue,
  type OverdueRun,
} from "./overdue.repo";
import { listFollowedSchedules } from "./schedules.repo";

const DURATIONS_MAX = 9;
const INSTANCES_PER_WRITE = 50;
const LINKS_PER_READ = 500;

interface Change {
  instanceRef: string;
  accountRef: string;
  sinceAt: number | null;
  /** The run that is overdue; null where there is none any more. */
  backupId: string | null;
}

/**
 * Marks every instance with a run that is past its grace without a good ending, alerts in the same
 * write, and takes the mark away when a good one has come, or when nobody asks for one any more.
 */
export async function flagOverdue(
  ctx: Context,
  { schedulerRunning }: { schedulerRunning: boolean },
): Promise<void> {
  const { db, log } = ctx.runtime;
  const changes = await findChanges(ctx, await findOverdue(ctx));
  for (let start = 0; start < changes.length; start += INSTANCES_PER_WRITE) {
    const part = changes.slice(start, start + INSTANCES_PER_WRITE);
    await db.write(async (tx) => {
      for (const change of part) await setOverdue(tx, change);
      await alertOnOverdue(tx, ctx, { overdue: part.flatMap(toOverdue), schedulerRunning });
      await emitEvents(
        ctx.runtime,
        tx,
        part.map(({ instanceRef, accountRef, sinceAt }) => ({
          type: "instance.changed",
          entityId: instanceRef,
          accountRef,
          data: { overdue: sinceAt !== null },
        })),
      );
    });
    await letOthersRun();
  }
  const count = changes.filter(({ sinceAt }) => sinceAt !== null).length;
  if (count > 0) log.warn({ count }, "runs are overdue: past their grace without a good ending");
}

/** The oldest overdue run of each instance. */
async function findOverdue(ctx: Context): Promise<Map<string, OverdueRun>> {
  const { db, clock } = ctx.runtime;
  const now = clock.now();
  const before = now - GRACE_MIN_MS;
  const overdue = new Map<string, OverdueRun>();
  for (const run of await listBadlyEndedRuns(db.read, { before, now })) {
    overdue.set(run.instanceRef, run);
  }
  for await (const run of readBadLinkRuns(ctx, { before, now })) {
    const known = overdue.get(run.instanceRef);
    if (!known || run.dueAt < known.dueAt) overdue.set(run.instanceRef, run);
  }
  for (const run of await listOnlyExcluded(ctx, before)) {
    if (!overdue.has(run.instanceRef)) overdue.set(run.instanceRef, run);
  }
  for (const run of await listUnfinishedRuns(db.read, { before, now })) {
    const known = overdue.get(run.instanceRef);
    if (known && known.dueAt <= run.dueAt) continue;
    if (await isPastGrace(ctx, { run, now })) overdue.set(run.instanceRef, run);
  }
  return overdue;
}

/** Of instances that follow nothing but schedules of which exclusion windows leave no run. */
async function listOnlyExcluded(ctx: Context, before: number): Promise<OverdueRun[]> {
  const { db, clock } = ctx.runtime;
  const all = await listExclusions(db.read);
  if (all.length === 0) return [];
  const scheduleIds: string[] = [];
  for (const schedule of await listFollowedSchedules(db.read)) {
    const windows = windowsOf(all, schedule.id);
    if (windows.length === 0) continue;
    if (isOnlyExcluded({ schedule, windows, now: clock.now() })) scheduleIds.push(schedule.id);
    await letOthersRun();
  }
  return scheduleIds.length === 0 ? [] : listExcludedRuns(db.read, { scheduleIds, before });
}

async function* readBadLinkRuns(
  ctx: Context,
  of: { before: number; now: number },
): AsyncGenerator<OverdueRun> {
  const { read } = ctx.runtime.db;
  let afterId = "";
  for (;;) {
    const linkIds = await listSharingLinks(read, { afterId, limit: LINKS_PER_READ });
    const last = linkIds.at(-1);
    if (last === undefined) return;
    yield* await listBadLinkRuns(read, { linkIds, ...of });
    afterId = last;
    await letOthersRun();
  }
}

async function isPastGrace(
  ctx: Context,
  { run, now }: { run: OverdueRun; now: number },
): Promise<boolean> {
  const { instanceRef } = run;
  if (run.overdueSinceAt === run.dueAt) return true;
  await letOthersRun();
  const durations = await listDurations(ctx.runtime.db.read, { instanceRef, limit: DURATIONS_MAX });
  return graceFrom(run) + graceMs(durations) <= now;
}

/** What AWS started by itself may have been seen long after: by a process that was away. */
function graceFrom({ scheduler, windowEndsAt, startedAt }: OverdueRun): number {
  return scheduler === "local" ? windowEndsAt : Math.max(windowEndsAt, startedAt ?? 0);
}

/** Also those that are marked and of which no alert tells: whoever marked them, it is made up for. */
async function findChanges(
  ctx: Context,
  overdue: ReadonlyMap<string, OverdueRun>,
): Promise<Change[]> {
  const changes: Change[] = [];
  const untold = await findUntold(ctx, [...overdue.keys()]);
  for (const run of overdue.values()) {
    const { backupId, instanceRef, accountRef } = run;
    const sinceAt = overdueSince(run);
    if (run.overdueSinceAt === sinceAt && !untold.has(instanceRef)) continue;
    changes.push({ backupId, instanceRef, accountRef, sinceAt });
  }
  for (const { id, accountRef } of await listFlagged(ctx.runtime.db.read)) {
    if (overdue.has(id)) continue;
    changes.push({ backupId: null, instanceRef: id, accountRef, sinceAt: null });
  }
  return changes;
}

/** Since the first run of the row of bad ones. */
function overdueSince({ dueAt, overdueSinceAt, lastGoodAt }: OverdueRun): number {
  if (overdueSinceAt === null || (lastGoodAt ?? 0) >= overdueSinceAt) return dueAt;
  return Math.min(overdueSinceAt, dueAt);
}

function toOverdue({ instanceRef, backupId }: Change) {
  return backupId === null ? [] : [{ instanceRef, backupId }];
}
