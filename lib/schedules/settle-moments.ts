import type { BackupRow } from "../backups/backup-row";
import { missBackup } from "../backups/miss-backup";
import { queueDueBackups } from "../backups/queue-due-backups";
import { excludedBy, skipBackup } from "../backups/skip-backup";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { groupBy } from "./group-by.pure";
import { listDueBackups } from "./occurrences.repo";
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
 * moment, or missed when the start window is over.
 */
export async function settleMoments(
  tx: Tx,
  ctx: Context,
  moments: readonly Moment[],
): Promise<BackupRow[]> {
  const now = ctx.runtime.clock.now();
  const open: TimedBackup[] = [];
  for (const timed of await retimeBackups(tx, ctx, await findBackups(tx, ctx, moments))) {
    const { backup, timing } = timed;
    if (timing !== null && timing.excludedBy !== null) {
      await skipBackup(tx, ctx, {
        backup,
        reason: "excluded",
        message: excludedBy(timing.excludedBy),
      });
    } else if (backup.startWindowEndsAt <= now) {
      await missBackup(tx, ctx, { backup, reason: TOO_LATE });
    } else open.push(timed);
  }
  return queue(tx, ctx, open);
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
  const missing = moments.filter((moment) => !known.has(keyOf(moment)));
  await expectRuns(tx, ctx, missing);
  const added = await readBackups(tx, missing);
  return moments.flatMap((moment) => known.get(keyOf(moment)) ?? added.get(keyOf(moment)) ?? []);
}

async function readBackups(
  tx: Tx,
  moments: readonly Moment[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await listDueBackups(
    tx,
    moments.map(({ facts, dueAt }) => ({ linkId: facts.link.id, dueAt })),
  );
  return new Map(rows.map(({ linkId, dueAt, backupId }) => [`${linkId} ${dueAt}`, backupId]));
}

function keyOf({ facts, dueAt }: Moment): string {
  return `${facts.link.id} ${dueAt}`;
}
