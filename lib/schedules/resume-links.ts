import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { planLink } from "./plan-link";
import { listInstanceLinks, patchLinks } from "./schedule-links.repo";

/** The schedules of an instance go on with the first moment after now; nothing is caught up. */
export async function resumeLinks(
  tx: Tx,
  ctx: Context,
  { instanceRef }: { instanceRef: string },
): Promise<void> {
  const links = await listInstanceLinks(tx, instanceRef);
  await patchLinks(
    tx,
    links.map(({ link }) => link.id),
    { pausedAt: null },
  );
  for (const { link, schedule, target } of links) {
    // The caller may write instances.paused before or after.
    const resumed = { link: { ...link, pausedAt: null }, target: { ...target, paused: false } };
    await planLink(tx, ctx, { ...resumed, schedule });
  }
}
