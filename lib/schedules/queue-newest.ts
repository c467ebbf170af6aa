import type { BackupRow } from "../backups/backup-row";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { groupBy } from "./group-by.pure";
import { findInactivity } from "./link-activity.pure";
import type { LinkPlan } from "./plan-catch-up";
import { readDueLinks } from "./read-due-links";
import { refreshDueMoments } from "./schedule-links.repo";
import { settleMoments } from "./settle-moments";

/**
 * Queues the newest moments of links that are far behind, and leaves the links where they are:
 * what they missed is written afterwards, by `advanceLinks`, which finds these moments settled.
 */
export async function queueNewest(
  tx: Tx,
  ctx: Context,
  plans: readonly LinkPlan[],
): Promise<BackupRow[]> {
  const due = await readDueLinks(tx, plans);
  const moments = due.flatMap(({ facts, plan: { latest } }) =>
    latest === null || findInactivity(facts) !== null ? [] : [{ facts, dueAt: latest }],
  );
  const queued = await settleMoments(tx, ctx, moments);
  for (const [passedAt, group] of groupBy(moments, ({ dueAt }) => dueAt)) {
    const instanceRefs = group.map(({ facts }) => facts.target.id);
    await refreshDueMoments(tx, { instanceRefs, passedAt });
  }
  return queued;
}
