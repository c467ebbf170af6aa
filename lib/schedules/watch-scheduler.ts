import { SCHEDULER_CAUSE, schedulerWords } from "../alerts/backup-cause.pure";
import { clearAlert } from "../alerts/clear-alert";
import { isAlertMember } from "../alerts/is-alert-member.repo";
import { raiseAlert } from "../alerts/raise-alert";
import type { Context } from "../context";
import { hasInstances } from "./overdue.repo";
import { readSchedulerState } from "./scheduler-state";

const SCHEDULER = { entityType: "component", entityId: "scheduler" };

/**
 * One alert while the tick is silent or fails; runs that are overdue meanwhile join it, so that it
 * stays open until they are good again. Answers whether the tick runs.
 */
export async function watchScheduler(ctx: Context): Promise<boolean> {
  const { db, log } = ctx.runtime;
  const { running, lastTickAt } = await readSchedulerState(ctx.runtime);
  const isTold = await isAlertMember(db.read, { cause: SCHEDULER_CAUSE, ...SCHEDULER });
  if (running === !isTold) return running;
  if (!running && !(await hasInstances(db.read))) return running;
  await db.write(async (tx) => {
    if (running) {
      const reason = "The scheduler runs again.";
      await clearAlert(tx, ctx, { cause: SCHEDULER_CAUSE, reason, member: SCHEDULER });
      return;
    }
    const message = "The scheduler is silent.";
    await raiseAlert(tx, ctx, {
      ...schedulerWords(),
      accountRef: null,
      member: { ...SCHEDULER, accountRef: null, message },
    });
  });
  if (!running) log.error({ lastTickAt }, "the scheduler is not running: nothing is started");
  else log.info("the scheduler is running again");
  return running;
}
