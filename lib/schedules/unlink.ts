import { systemContext, type Context } from "../context";
import type { Tx } from "../db/tx";
import { advanceLinks } from "./advance-links";
import { catchUp } from "./catch-up.pure";
import { endLinks } from "./end-links";
import { listExclusions } from "./exclusion-windows.repo";
import { windowsOf } from "./exclusion.pure";
import { rowsMaxOf, toPlan } from "./plan-catch-up";
import type { LinkFacts } from "./schedule-links.repo";

/** Ends links of an instance that stays protected: a moment that came before is not lost. */
export async function unlink(tx: Tx, ctx: Context, links: readonly LinkFacts[]): Promise<void> {
  const now = ctx.runtime.clock.now();
  const all = await listExclusions(tx);
  const plans = links.flatMap(({ link, schedule }) => {
    const { nextDueAt } = link;
    if (nextDueAt === null || nextDueAt > now) return [];
    const windows = windowsOf(all, schedule.id);
    const rowsMax = rowsMaxOf({ link, schedule });
    const walked = catchUp({ schedule, nextDueAt, now, windows, rowsMax });
    return [toPlan({ link, schedule, walked })];
  });
  const job = systemContext(ctx.runtime, "instance.schedule", ctx.requestId);
  if (plans.length > 0) await advanceLinks(tx, job, plans);
  await endLinks(tx, ctx, links);
}
