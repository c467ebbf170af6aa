import { awaitAws, isAwaited, lookForMissed } from "../backups/await-aws";
import { firstAwsLookAt, nextAwsLookAt, takeBackAt } from "../backups/aws-looks.pure";
import type { BackupRow } from "../backups/backup-row";
import { missBackup } from "../backups/miss-backup";
import { queueDueBackups } from "../backups/queue-due-backups";
import { excludedBy, skipBackup } from "../backups/skip-backup";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { isFiredByAws } from "./fired-by.pure";
import { groupBy } from "./group-by.pure";
import { listDueBackups, type DueBackup } from "./occurrences.repo";
import { expectRuns } from "./plan-link";
import { retimeBackups, type TimedBackup } from "./retime-backups";
import type { LinkFacts } from "./schedule-links.repo";

const TOO_LATE =
  "AMIVault was not running, or its clock was wrong, until its start window was over.";

interface Moment {
  facts: LinkFacts;
  dueAt: number;
}

/**
 * Moments that have come: their backups are queued, skipped when an exclusion window covers the
 * moment, or missed when the start window is over. What AWS fires by itself is looked for instead.
 * Answers with what was queued.
 */
export async function settleMoments(
  tx: Tx,
  ctx: Context,
  moments: readonly Moment[],
): Promise<BackupRow[]> {
  const now = ctx.runtime.clock.now();
  const open: TimedBackup[] = [];
  const fired: TimedBackup[] = [];
  for (const timed of await retimeBackups(tx, ctx, await findBackups(tx, ctx, moments))) {
    const { backup, timing } = timed;
    if (isAwaited(backup) && !looksTooLate(timed, now)) continue;
    if (timing !== null && timing.excludedBy !== null) {
      await skipBackup(tx, ctx, {
        backup,
        reason: "excluded",
        message: excludedBy(timing.excludedBy),
      });
    } else if (timed.awsSpreadMs !== null) fired.push(timed);
    else if (backup.startWindowEndsAt <= now) {
      await missBackup(tx, ctx, { backup, reason: TOO_LATE });
    } else open.push(timed);
  }
  await awaitFired(tx, ctx, fired);
  return queue(tx, ctx, open);
}

/** By a clock that was ahead: no look at AWS is to come so late. */
function looksTooLate({ backup, awsSpreadMs }: TimedBackup, now: number): boolean {
  if (awsSpreadMs === null || backup.notBeforeAt === null) return false;
  const startsBy = backup.dueAt + awsSpreadMs;
  const { startWindowEndsAt } = backup;
  const next = nextAwsLookAt({
    startsBy,
    now,
    startWindowEndsAt,
    reportedAt: null,
    takeBackAt: null,
  });
  return backup.notBeforeAt > (next ?? now);
}

async function awaitFired(tx: Tx, ctx: Context, fired: readonly TimedBackup[]): Promise<void> {
  const now = ctx.runtime.clock.now();
  const byLook = groupBy(fired, ({ backup, awsSpreadMs }) => {
    const startsBy = backup.dueAt + (awsSpreadMs ?? 0);
    const at = takeBackAt({ ...backup, startsBy, isAws: true, failedAt: null });
    return firstAwsLookAt({ startsBy, now, takeBackAt: at });
  });
  for (const [lookAt, group] of byLook) {
    await awaitAws(tx, ctx, { backupIds: group.map(({ backup }) => backup.id), lookAt });
  }
}

async function queue(tx: Tx, ctx: Context, open: readonly TimedBackup[]): Promise<BackupRow[]> {
  const now = ctx.runtime.clock.now();
  const queued: BackupRow[] = [];
  const byStart = groupBy(open, ({ timing }) => Math.max(now, timing?.notBeforeAt ?? now));
  for (const [notBeforeAt, group] of byStart) {
    const backups = group.map(({ backup }) => backup);
    queued.push(...(await queueDueBackups(tx, ctx, backups, notBeforeAt)));
  }
  return queued;
}

/** The ledger's backups of these moments; what it does not have yet is written. */
async function findBackups(tx: Tx, ctx: Context, moments: readonly Moment[]): Promise<string[]> {
  const known = await readBackups(tx, moments);
  await lookForMissed(
    tx,
    ctx,
    moments.flatMap((moment) => {
      const row = known.get(keyOf(moment));
      return row?.status === "missed" && isFiredByAws(moment.facts, moment.dueAt)
        ? [row.backupId]
        : [];
    }),
  );
  const missing = moments.filter((moment) => !known.has(keyOf(moment)));
  await expectRuns(tx, ctx, missing);
  const added = await readBackups(tx, missing);
  return moments.flatMap((moment) => {
    const row = known.get(keyOf(moment)) ?? added.get(keyOf(moment));
    return row ? [row.backupId] : [];
  });
}

async function readBackups(
  tx: Tx,
  moments: readonly Moment[],
): Promise<ReadonlyMap<string, DueBackup>> {
  const rows = await listDueBackups(
    tx,
    moments.map(({ facts, dueAt }) => ({ linkId: facts.link.id, dueAt })),
  );
  return new Map(rows.map((row) => [`${row.linkId} ${row.dueAt}`, row]));
}

function keyOf({ facts, dueAt }: Moment): string {
  return `${facts.link.id} ${dueAt}`;
}
