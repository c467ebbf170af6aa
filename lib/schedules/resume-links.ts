import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { planLinks } from "./plan-link";
import { listInstanceLinks, patchLinks } from "./schedule-links.repo";

/** The schedules of an instance go on with the first moment after now; nothing is caught up. */
export async function resumeLinks(
  tx: Tx,
  ctx: Context,
  { instanceRef }: { instanceRef: string },
): Promise<void> {
  const all = await listInstanceLinks(tx, instanceRef);
  // One that runs may be due this very moment: it is left alone.
  const links = all.filter(({ link }) => link.pausedAt !== null || link.nextDueAt === null);
  await patchLinks(
    tx,
    links.map(({ link }) => link.id),
    { pausedAt: null },
  );
  await planLinks(tx, ctx, {
    // The caller may write instances.paused before or after.
    links: links.map(({ link, schedule, target }) => ({
      link: { ...link, pausedAt: null },
      schedule,
      target: { ...target, paused: false },
    })),
    from: ctx.runtime.clock.now(),
  });
}
