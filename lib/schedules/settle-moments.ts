import type { BackupRow } from "../backups/backup-row";
import { extendStartWindow } from "../backups/extend-start-window";
import { missBackup } from "../backups/miss-backup";
import { queueDueBackups } from "../backups/queue-due-backups";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { listDueBackups } from "./occurrences.repo";
import { expectRun } from "./plan-link";
import type { LinkFacts } from "./schedule-links.repo";

const TOO_LATE =
  "AMIVault was not running, or its clock was wrong, until its start window was over.";

/** Moments that have come: their backups are queued, or missed when the window is over. */
export async function settleMoments(
  tx: Tx,
  ctx: Context,
  moments: ReadonlyArray<{ facts: LinkFacts; dueAt: number }>,
): Promise<BackupRow[]> {
  const now = ctx.runtime.clock.now();
  const known = await listDueBackups(
    tx,
    moments.map(({ facts, dueAt }) => ({ linkId: facts.link.id, dueAt })),
  );
  const byMoment = new Map(known.map((row) => [`${row.linkId} ${row.dueAt}`, row.backup]));
  const waiting = new Map<string, BackupRow>();
  for (const { facts, dueAt } of moments) {
    const stored = byMoment.get(`${facts.link.id} ${dueAt}`);
    const endsAt = dueAt + facts.schedule.startWindowMs;
    const backup = stored
      ? await extendStartWindow(tx, { backup: waiting.get(stored.id) ?? stored, endsAt })
      : await expectRun(tx, ctx, { facts, dueAt });
    if (backup.status === "expected") waiting.set(backup.id, backup);
  }
  const all = [...waiting.values()];
  for (const backup of all.filter(({ startWindowEndsAt }) => startWindowEndsAt <= now)) {
    await missBackup(tx, ctx, { backup, reason: TOO_LATE });
  }
  return queueDueBackups(
    tx,
    ctx,
    all.filter(({ startWindowEndsAt }) => startWindowEndsAt > now),
  );
}
