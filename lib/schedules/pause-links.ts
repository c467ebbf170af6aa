import type { Context } from "../context";
import type { Tx } from "../db/tx";
import {
  FIRED_HERE,
  listInstanceLinks,
  patchLinks,
  refreshDueMoments,
} from "./schedule-links.repo";
import { skipWaitingBackups } from "./skip-waiting-backups";

/**
 * The schedules of an instance rest: nothing is due any more. The one run that was announced stays
 * in the ledger and is written as skipped when its moment comes, unless they are resumed before.
 */
export async function pauseLinks(
  tx: Tx,
  ctx: Context,
  { instanceRef }: { instanceRef: string },
): Promise<void> {
  const links = await listInstanceLinks(tx, instanceRef);
  const running = links.filter(({ link }) => link.pausedAt === null);
  await patchLinks(
    tx,
    running.map(({ link }) => link.id),
    { pausedAt: ctx.runtime.clock.now(), nextDueAt: null, ...FIRED_HERE },
  );
  await refreshDueMoments(tx, { instanceRefs: [instanceRef] });
  await skipWaitingBackups(tx, ctx, { instanceRef, reason: "paused" });
}
