import { isAwaited } from "../backups/await-aws";
import type { BackupRow } from "../backups/backup-row";
import { setStartWindow, type StartWindow } from "../backups/set-start-window";
import { excludedBy, skipBackup } from "../backups/skip-backup";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { listExclusions } from "./exclusion-windows.repo";
import type { ExclusionWindow } from "./exclusion.pure";
import { isFiredByAws } from "./fired-by.pure";
import { groupBy } from "./group-by.pure";
import { findInactivity } from "./link-activity.pure";
import { listAskers, type AskedBackup } from "./occurrences.repo";
import type { ScheduleRow } from "./schedule-row";
import { instanceKeyOf } from "./spread.pure";
import { timeStart, type StartTiming } from "./start-timing.pure";

export interface TimedBackup {
  backup: BackupRow;
  /** Null where nobody who asks for it is active: it stays as it was. */
  timing: StartTiming | null;
  /** AWS starts it by itself, at most so long after its moment; null where the tick does. */
  awsSpreadMs: number | null;
}

/**
 * Times the starts of backups anew, by all links that ask for them and the exclusion windows as
 * they are now. What waits in the queue is skipped where a window covers its moment; it never
 * gains more time than an earlier cut took from it. Answers with those that are still expected.
 */
export async function retimeBackups(
  tx: Tx,
  ctx: Context,
  backupIds: readonly string[],
): Promise<TimedBackup[]> {
  if (backupIds.length === 0) return [];
  const windows = await listExclusions(tx);
  const expected: TimedBackup[] = [];
  const asked = await listAskers(tx, [...new Set(backupIds)]);
  for (const askers of groupBy(asked, ({ backup }) => backup.id).values()) {
    const timed = timeBackup(askers, windows);
    const { backup, timing } = timed;
    if (backup.status !== "expected") await retimeWaiting(tx, ctx, timed);
    else {
      const window = timing && mayRetime(timed, timing) ? toStartWindow(timing) : null;
      expected.push({
        ...timed,
        backup: window ? await setStartWindow(tx, { backup, window }) : backup,
      });
    }
  }
  return expected;
}

function timeBackup(
  askers: readonly AskedBackup[],
  windows: readonly ExclusionWindow[],
): TimedBackup {
  const [first] = askers;
  if (!first) throw new Error("A group has a member.");
  const { backup, facts } = first;
  const active = askers.filter((asker) => findInactivity(asker.facts) === null);
  if (active.length === 0) return { backup, timing: null, awsSpreadMs: null };
  const timing = timeStart({
    dueAt: backup.dueAt,
    instanceKey: instanceKeyOf(facts.target),
    askers: active.map(({ facts: { schedule } }) => ({
      scheduleId: schedule.id,
      spreadMs: schedule.spreadMs,
      startWindowMs: wholeWindowMs(backup, schedule),
    })),
    windows,
  });
  const byAws = active.filter((asker) => isFiredByAws(asker.facts, backup.dueAt));
  const awsSpreadMs =
    byAws.length === 0
      ? null
      : Math.max(...byAws.map(({ facts: { schedule } }) => schedule.spreadMs));
  return { backup, timing, awsSpreadMs };
}

/** Once AWS was to start it, it is looked for as long as it may have been. */
function mayRetime({ backup }: TimedBackup, timing: StartTiming): boolean {
  return !isAwaited(backup) || timing.startWindowEndsAt > backup.startWindowEndsAt;
}

/** What was due before its schedule was edited keeps the start window it had. */
function wholeWindowMs(backup: BackupRow, schedule: Pick<ScheduleRow, "startWindowMs">): number {
  const isSettled = backup.status !== "expected" && backup.startWindowCutBy === null;
  return isSettled ? backup.startWindowEndsAt - backup.dueAt : schedule.startWindowMs;
}

async function retimeWaiting(
  tx: Tx,
  ctx: Context,
  { backup, timing }: Pick<TimedBackup, "backup" | "timing">,
): Promise<void> {
  if (!timing) return;
  if (timing.excludedBy !== null && backup.status === "queued") {
    await skipBackup(tx, ctx, {
      backup,
      reason: "excluded",
      message: excludedBy(timing.excludedBy),
    });
    return;
  }
  const mayGrow = backup.startWindowCutBy !== null && backup.startedAt === null;
  if (mayGrow || timing.startWindowEndsAt < backup.startWindowEndsAt) {
    const window = toStartWindow(timing);
    const start = waitsForStart(backup) ? { notBeforeAt: startOf(ctx, timing) } : {};
    await setStartWindow(tx, { backup, window, ...start });
  }
}

/** For nothing but its start: no other backup, no limit and no answer of AWS keeps it waiting. */
function waitsForStart({ status, startedAt, statusCode }: BackupRow): boolean {
  return status === "queued" && startedAt === null && statusCode === null;
}

/** Its spread's start goes with the window: one that lay behind the cut would never come. */
function startOf(ctx: Context, { notBeforeAt }: StartTiming): number {
  return Math.max(ctx.runtime.clock.now(), notBeforeAt);
}

function toStartWindow({ startWindowEndsAt, startWindowCutBy }: StartTiming): StartWindow {
  return { startWindowEndsAt, startWindowCutBy };
}
