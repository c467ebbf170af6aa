import type { Context } from "../context";
import { emitEvent } from "../events/emit-event";
import { findLease, putLease } from "../leases/leases.repo";
import { readSchedulerState } from "./scheduler-state";

/** Remembers what was told last, so that it is told once and by one process. */
const WATCH = "scheduler";

/** Tells open pages and the log when the tick has stopped, and when it runs again. */
export async function watchScheduler(ctx: Context): Promise<void> {
  const { runtime } = ctx;
  const { running, lastTickAt } = await readSchedulerState(runtime);
  const word = running ? "running" : "stopped";
  const before = await findLease(runtime.db.read, WATCH);
  if (before?.description === word) return;
  const now = runtime.clock.now();
  await runtime.db.write(async (tx) => {
    await putLease(tx, {
      name: WATCH,
      owner: "ledger",
      description: word,
      renewedAt: now,
      expiresAt: now,
    });
    await emitEvent(runtime, tx, {
      type: "scheduler.changed",
      entityId: WATCH,
      accountRef: null,
      data: { running },
    });
  });
  if (!running)
    runtime.log.error({ lastTickAt }, "the scheduler is not running: nothing is started");
  else if (before) runtime.log.info("the scheduler is running again");
}
