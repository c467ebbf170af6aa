import type { BackupRow } from "../backups/backup-row";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { expectRuns } from "./plan-link";
import { groupBy } from "./group-by.pure";
import { findInactivity } from "./link-activity.pure";
import type { LinkPlan } from "./plan-catch-up";
import { readDueLinks, type DueLink } from "./read-due-links";
import { recordMissedMoments } from "./record-missed-moments";
import { settleMoments } from "./settle-moments";
import { patchLinks, refreshDueMoments } from "./schedule-links.repo";

/**
 * Moves links past what has become due, each as a whole: what was missed is written, the newest
 * moment is queued while its window is open, the one row in the future is new. A link that changed
 * since it was planned is left to the next look. Answers with what was queued.
 */
export async function advanceLinks(
  tx: Tx,
  ctx: Context,
  plans: readonly LinkPlan[],
): Promise<BackupRow[]> {
  const current = await readDueLinks(tx, plans);
  const resting = current.filter(({ facts }) => findInactivity(facts) !== null);
  const running = current.filter(({ facts }) => findInactivity(facts) === null);
  for (const due of running) await recordMissedMoments(tx, ctx, due);
  const queued = await settleMoments(
    tx,
    ctx,
    running.flatMap(({ facts, plan }) =>
      plan.latest === null ? [] : [{ facts, dueAt: plan.latest }],
    ),
  );
  await moveOn(tx, ctx, { running, resting });
  return queued;
}

async function moveOn(
  tx: Tx,
  ctx: Context,
  { running, resting }: { running: readonly DueLink[]; resting: readonly DueLink[] },
): Promise<void> {
  await expectRuns(
    tx,
    ctx,
    running.flatMap(({ facts, plan }) => (plan.next === null ? [] : [{ facts, dueAt: plan.next }])),
  );
  const byNext = groupBy(running, ({ plan }) => plan.next);
  for (const [nextDueAt, links] of byNext) {
    await patchLinks(tx, links.map(linkIdOf), { nextDueAt });
  }
  await patchLinks(tx, resting.map(linkIdOf), { nextDueAt: null });
  const byLatest = groupBy(running, ({ plan }) => plan.latest);
  for (const [latest, links] of byLatest) {
    const passed = latest === null ? {} : { passedAt: latest };
    await refreshDueMoments(tx, { instanceRefs: links.map(instanceRefOf), ...passed });
  }
  await refreshDueMoments(tx, { instanceRefs: resting.map(instanceRefOf) });
}

function linkIdOf({ plan }: DueLink): string {
  return plan.linkId;
}

function instanceRefOf({ facts }: DueLink): string {
  return facts.target.id;
}
