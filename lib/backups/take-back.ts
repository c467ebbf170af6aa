import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { retimeBackups } from "../schedules/retime-backups";
import { notStartedReason } from "./awaited-words.pure";
import { TAKEN_BACK_STEP } from "./aws-looks.pure";
import { changeStatus } from "./change-status";
import { recordStep } from "./record-step";
import type { AwaitedRun } from "./settle-awaited";

/**
 * `expected → queued`: it goes the way of any other, under the name that AWS would have given it.
 * Says whether it does. `isSilent`: AWS was to start it, and did not.
 */
export async function takeBack(
  tx: Tx,
  ctx: Context,
  awaited: AwaitedRun,
  { isSilent }: { isSilent: boolean },
): Promise<boolean> {
  const { backup } = awaited.run;
  const now = ctx.runtime.clock.now();
  const reason = isSilent ? notStartedReason({ ...awaited, fromHere: "started" }) : null;
  const queued = await changeStatus(tx, ctx, {
    backup,
    to: "queued",
    trigger: "due",
    set: { scheduler: "local", queuedAt: now, notBeforeAt: now },
    ...(reason ? { reason } : {}),
    message:
      "AWS does not start it any more, and no image of it has appeared: it is started from here.",
  });
  if (!queued) return false;
  if (reason) {
    const { message } = reason;
    await recordStep(tx, ctx, { backupId: backup.id, type: TAKEN_BACK_STEP, message });
  }
  // Exclusion windows that began since its moment hold for what starts here.
  await retimeBackups(tx, ctx, [backup.id]);
  return true;
}
