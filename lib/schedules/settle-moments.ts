import type { BackupRow } from "../backups/backup-row";
import { extendStartWindow } from "../backups/extend-start-window";
import { missBackup } from "../backups/miss-backup";
import { queueDueBackups } from "../backups/queue-due-backups";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { listDueBackups } from "./occurrences.repo";
import { expectRuns } from "./plan-link";
import type { LinkFacts } from "./schedule-links.repo";

const TOO_LATE =
  "AMIVault was not running, or its clock was wrong, until its start window was over.";

interface Moment {
  facts: LinkFacts;
  dueAt: number;
}

/** Moments that have come: their backups are queued, or missed when the window is over. */
export async function settleMoments(
  tx: Tx,
  ctx: Context,
  moments: readonly Moment[],
): Promise<BackupRow[]> {
  const now = ctx.runtime.clock.now();
  const waiting: BackupRow[] = [];
  for (const backup of await findBackups(tx, ctx, moments)) {
    if (backup.status === "expected") waiting.push(backup);
  }
  for (const backup of waiting.filter(({ startWindowEndsAt }) => startWindowEndsAt <= now)) {
    await missBackup(tx, ctx, { backup, reason: TOO_LATE });
  }
  return queueDueBackups(
    tx,
    ctx,
    waiting.filter(({ startWindowEndsAt }) => startWindowEndsAt > now),
  );
}

/** One backup per instance and moment, with the longest window of those that share it. */
async function findBackups(tx: Tx, ctx: Context, moments: readonly Moment[]): Promise<BackupRow[]> {
  const known = await readBackups(tx, moments);
  const missing = moments.filter((moment) => !known.has(keyOf(moment)));
  await expectRuns(tx, ctx, missing);
  const added = await readBackups(tx, missing);
  const found = new Map<string, BackupRow>();
  for (const moment of moments) {
    const stored = known.get(keyOf(moment)) ?? added.get(keyOf(moment));
    if (!stored) continue;
    const backup = found.get(stored.id) ?? stored;
    const endsAt = moment.dueAt + moment.facts.schedule.startWindowMs;
    found.set(backup.id, await extendStartWindow(tx, { backup, endsAt }));
  }
  return [...found.values()];
}

async function readBackups(
  tx: Tx,
  moments: readonly Moment[],
): Promise<ReadonlyMap<string, BackupRow>> {
  const rows = await listDueBackups(
    tx,
    moments.map(({ facts, dueAt }) => ({ linkId: facts.link.id, dueAt })),
  );
  return new Map(rows.map(({ linkId, dueAt, backup }) => [`${linkId} ${dueAt}`, backup]));
}

function keyOf({ facts, dueAt }: Moment): string {
  return `${facts.link.id} ${dueAt}`;
}
