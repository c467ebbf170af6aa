import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { dropFuture } from "./plan-link";
import { retireUnusedSchedules } from "./schedules.repo";
import {
  listInstanceLinks,
  patchLinks,
  refreshDueMoments,
  type LinkFacts,
} from "./schedule-links.repo";
import { skipWaitingBackups } from "./skip-waiting-backups";

/** An instance that is removed follows no schedule any more. */
export async function unlinkInstance(
  tx: Tx,
  ctx: Context,
  { instanceRef }: { instanceRef: string },
): Promise<void> {
  await unlink(tx, ctx, await listInstanceLinks(tx, instanceRef));
  await refreshDueMoments(tx, { instanceRefs: [instanceRef] });
  await skipWaitingBackups(tx, ctx, { instanceRef, reason: "removed" });
}

/** Ends these links and takes their announced runs off the ledger; what ran stays. */
export async function unlink(tx: Tx, ctx: Context, links: readonly LinkFacts[]): Promise<void> {
  const now = ctx.runtime.clock.now();
  for (const { link } of links) {
    await dropFuture(tx, { linkId: link.id, now, keepDueAt: null });
  }
  await patchLinks(
    tx,
    links.map(({ link }) => link.id),
    { deletedAt: now, nextDueAt: null },
  );
  await retireUnusedSchedules(tx, {
    scheduleIds: links.map(({ schedule }) => schedule.id),
    now,
  });
}
