import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { endLinks } from "./end-links";
import { listInstanceLinks, refreshDueMoments } from "./schedule-links.repo";
import { skipWaitingBackups } from "./skip-waiting-backups";

/** An instance that is removed follows no schedule any more. */
export async function unlinkInstance(
  tx: Tx,
  ctx: Context,
  { instanceRef }: { instanceRef: string },
): Promise<void> {
  await endLinks(tx, ctx, await listInstanceLinks(tx, instanceRef));
  await refreshDueMoments(tx, { instanceRefs: [instanceRef] });
  await skipWaitingBackups(tx, ctx, { instanceRef, reason: "removed" });
}
