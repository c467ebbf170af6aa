import { createScheduledBackups } from "../backups/create-scheduled-backups";
import { dropExpectedBackups } from "../backups/drop-expected-backups";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { newId } from "../ids";
import { listExclusions } from "./exclusion-windows.repo";
import { findNextDue } from "./find-next-due";
import { groupBy } from "./group-by.pure";
import { findInactivity } from "./link-activity.pure";
import { deleteFutureOccurrences, insertOccurrences } from "./occurrences.repo";
import { retimeBackups } from "./retime-backups";
import { patchLinks, refreshDueMoments, type LinkFacts } from "./schedule-links.repo";
import { instanceKeyOf } from "./spread.pure";
import { timeStart } from "./start-timing.pure";

/**
 * Gives a link its one row in the future, by the schedule as it is now. What is due already stays;
 * a link that is paused keeps the row it has, which is skipped when its moment comes.
 */
export async function planLink(tx: Tx, ctx: Context, facts: LinkFacts): Promise<void> {
  await planLinks(tx, ctx, { links: [facts], from: ctx.runtime.clock.now() });
}

/** Many at once, by what comes after `from`: an edit that is finished late is planned from its own instant. */
export async function planLinks(
  tx: Tx,
  ctx: Context,
  { links, from }: { links: readonly LinkFacts[]; from: number },
): Promise<void> {
  const plans = links.map((facts) => {
    const next = findNextDue(ctx, { schedule: facts.schedule, after: from });
    return { facts, next, dueAt: findInactivity(facts) === null ? next : null };
  });
  for (const [keepDueAt, group] of groupBy(plans, ({ next }) => next)) {
    await dropFuture(tx, ctx, { linkIds: group.map(linkIdOf), after: from, keepDueAt });
  }
  await expectRuns(
    tx,
    ctx,
    plans.flatMap(({ facts, dueAt }) => (dueAt === null ? [] : [{ facts, dueAt }])),
  );
  for (const [nextDueAt, group] of groupBy(plans, ({ dueAt }) => dueAt)) {
    for (const [plannedVersion, part] of groupBy(group, ({ facts }) => facts.schedule.version)) {
      await patchLinks(tx, part.map(linkIdOf), { nextDueAt, plannedVersion });
    }
  }
  await refreshDueMoments(tx, { instanceRefs: links.map(({ target }) => target.id) });
}

/** Takes back what links have announced for the time to come. */
export async function dropFuture(
  tx: Tx,
  ctx: Context,
  options: { linkIds: readonly string[]; after: number; keepDueAt: number | null },
): Promise<void> {
  const backupIds = await deleteFutureOccurrences(tx, options);
  await dropExpectedBackups(tx, backupIds);
  // What others ask for as well is theirs alone from now on.
  await retimeBackups(tx, ctx, backupIds);
}

/** The ledger's rows of moments, and the backups they ask for: new ones, or ones they share. */
export async function expectRuns(
  tx: Tx,
  ctx: Context,
  runs: ReadonlyArray<{ facts: LinkFacts; dueAt: number }>,
): Promise<void> {
  if (runs.length === 0) return;
  const now = ctx.runtime.clock.now();
  const windows = await listExclusions(tx);
  const { ids, sharedIds } = await createScheduledBackups(
    tx,
    ctx,
    runs.map(({ facts: { schedule, target }, dueAt }) => ({
      target,
      dueAt,
      ...timeStart({
        dueAt,
        instanceKey: instanceKeyOf(target),
        askers: [{ ...schedule, scheduleId: schedule.id }],
        windows,
      }),
    })),
  );
  await insertOccurrences(
    tx,
    runs.flatMap(({ facts: { link, target }, dueAt }, index) => {
      const backupId = ids[index];
      if (backupId === undefined) return [];
      const id = newId("occ", now, ctx.runtime.random);
      return [{ id, linkId: link.id, instanceRef: target.id, dueAt, backupId, createdAt: now }];
    }),
  );
  await retimeBackups(tx, ctx, sharedIds);
}

function linkIdOf({ facts }: { facts: LinkFacts }): string {
  return facts.link.id;
}
