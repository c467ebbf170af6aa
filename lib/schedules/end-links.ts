import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { deleteWindowsOf } from "./exclusion-windows.repo";
import { dropFuture } from "./plan-link";
import { FIRED_HERE, patchLinks, type LinkFacts } from "./schedule-links.repo";
import { retireUnusedSchedules } from "./schedules.repo";

/** Ends these links and takes their announced runs off the ledger; what ran stays. */
export async function endLinks(tx: Tx, ctx: Context, links: readonly LinkFacts[]): Promise<void> {
  const now = ctx.runtime.clock.now();
  const linkIds = links.map(({ link }) => link.id);
  await dropFuture(tx, ctx, { linkIds, after: now, keepDueAt: null });
  await patchLinks(tx, linkIds, { deletedAt: now, nextDueAt: null, ...FIRED_HERE });
  const scheduleIds = links.map(({ schedule }) => schedule.id);
  const retired = await retireUnusedSchedules(tx, { scheduleIds, now });
  await deleteWindowsOf(tx, { scheduleIds: retired, now });
}
