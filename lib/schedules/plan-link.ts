import { createScheduledBackup } from "../backups/create-scheduled-backup";
import { dropExpectedBackups } from "../backups/drop-expected-backups";
import { extendStartWindow } from "../backups/extend-start-window";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { newId } from "../ids";
import { findNextDue } from "./find-next-due";
import { findInactivity } from "./link-activity.pure";
import { deleteFutureOccurrences, insertOccurrences } from "./occurrences.repo";
import { patchLinks, refreshDueMoments, type LinkFacts } from "./schedule-links.repo";

/**
 * Gives a link its one row in the future, by the schedule as it is now. What is due already stays;
 * a link that is paused keeps the row it has, which is skipped when its moment comes. An edit that
 * is finished late is planned from its own instant: a moment that came since is due.
 */
export async function planLink(
  tx: Tx,
  ctx: Context,
  facts: LinkFacts,
  from = ctx.runtime.clock.now(),
): Promise<void> {
  const { link, schedule, target } = facts;
  const next = findNextDue(ctx, { schedule, after: from });
  await dropFuture(tx, { linkId: link.id, now: from, keepDueAt: next });
  const runs = next !== null && findInactivity(facts) === null;
  if (runs) await expectRun(tx, ctx, { facts, dueAt: next });
  await patchLinks(tx, [link.id], {
    nextDueAt: runs ? next : null,
    plannedVersion: schedule.version,
  });
  await refreshDueMoments(tx, { instanceRefs: [target.id] });
}

/** Takes back what a link has announced for the time to come. */
export async function dropFuture(
  tx: Tx,
  options: { linkId: string; now: number; keepDueAt: number | null },
): Promise<void> {
  await dropExpectedBackups(tx, await deleteFutureOccurrences(tx, options));
}

/** The ledger's row of a moment, and the backup it asks for: a new one, or one it shares. */
export async function expectRun(
  tx: Tx,
  ctx: Context,
  { facts, dueAt }: { facts: LinkFacts; dueAt: number },
) {
  const { link, schedule, target } = facts;
  const now = ctx.runtime.clock.now();
  const endsAt = dueAt + schedule.startWindowMs;
  const { backup, created } = await createScheduledBackup(tx, ctx, {
    target,
    dueAt,
    startWindowEndsAt: endsAt,
  });
  await insertOccurrences(tx, [
    {
      id: newId("occ", now, ctx.runtime.random),
      linkId: link.id,
      instanceRef: target.id,
      dueAt,
      backupId: backup.id,
      createdAt: now,
    },
  ]);
  return created ? backup : extendStartWindow(tx, { backup, endsAt });
}
