import { enqueueRunnable } from "../backups/enqueue-due-work";
import { systemContext } from "../context";
import { toError } from "../errors";
import { newId } from "../ids";
import { isBrokenDatabase } from "../queue/broken-database";
import type { Runtime } from "../runtime";
import { advanceDueLinks } from "./advance-due-links";
import { missExpiredBackups } from "./miss-expired-backups";
import { repairAfterClock } from "./repair-clock";
import { realignSchedules } from "./realign-links";
import { retimeSome } from "./retime-all";
import { findEarliestDue } from "./schedule-links.repo";
import { skipLeftOvers } from "./skip-left-overs";

/** A tick ends, so that the next one sees what is due by then; the rest is still due. */
const WRITES_PER_TICK = 80;
const RETIMES_PER_TICK = 80;

/**
 * Looks after everything that is due, at least once a second in some process: two at once write
 * each moment once. Calls nobody but the database and the queue. One step that fails is told and
 * tried again by the next tick, the others go on; then it throws, as it has not come to its end.
 */
export async function runTick(runtime: Runtime): Promise<{ nextDueAt: number | null }> {
  const { clock, random } = runtime;
  const ctx = systemContext(runtime, "tick", newId("req", clock.now(), random));
  const failed: string[] = [];
  const attempt = async <T>(what: string, step: () => Promise<T>): Promise<T | null> => {
    try {
      return await step();
    } catch (error) {
      if (isBrokenDatabase(error)) throw error;
      runtime.log.error({ err: toError(error), step: what }, "a step of the tick failed");
      failed.push(what);
      return null;
    }
  };
  await attempt("look at the clock", () => repairAfterClock(ctx));
  await attempt("heed edited exclusion windows", () => retimeSome(ctx, RETIMES_PER_TICK));
  const drained = await attempt("queue what is due", () =>
    advanceDueLinks(ctx, { writesMax: WRITES_PER_TICK, onQueued: () => enqueueRunnable(runtime) }),
  );
  await attempt("plan edited schedules", () => realignSchedules(ctx));
  // Only then is what is still expected known to be nobody's.
  if (drained) await attempt("skip what nothing waits for", () => skipLeftOvers(ctx));
  await attempt("close start windows", () => missExpiredBackups(ctx));
  await runtime.faultPoint?.("after-due");
  await attempt("enqueue backups", () => enqueueRunnable(runtime));
  if (failed.length > 0) throw new Error(`The tick did not: ${failed.join(", ")}.`);
  return { nextDueAt: await nextTickAt(runtime) };
}

/** The earliest due moment; null while nothing is scheduled. It may have passed already. */
export function nextTickAt(runtime: Runtime): Promise<number | null> {
  return findEarliestDue(runtime.db.read);
}
