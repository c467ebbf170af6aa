import { eq } from "drizzle-orm";
import { findStartTarget } from "#lib/backups/backup-target.repo";
import { DAY } from "#lib/clock";
import { scheduleLinks, schedules } from "#lib/db/schema/index";
import type { Runtime } from "#lib/runtime";
import { dueBetween } from "#lib/schedules/next-runs.pure";
import { planHistory } from "./plan-history";
import type { ProtectedInstance } from "./protect-fleet";
import { HISTORY_ENDS_BEFORE_MS, type History } from "./write-history";

/** The names of instances whose last runs AWS refused: somebody has to act on them. */
const REFUSED_LAST: ReadonlyMap<string, number> = new Map([
  ["erp-frankfurt", 2],
  ["jenkins", 1],
]);
const RUNS_MAX = 1_000;

/** What each schedule would have asked for in the last days, and what became of it. */
export async function collectHistory(input: {
  runtime: Runtime;
  fleet: readonly ProtectedInstance[];
  days: number;
}): Promise<History[]> {
  const { runtime, days } = input;
  const now = runtime.clock.now();
  const histories: History[] = [];
  for (const { instance, volumeGiB } of input.fleet) {
    const target = await findStartTarget(runtime.db.read, instance.id);
    for (const { link, schedule } of await listLinks(runtime, instance.id)) {
      const dueMoments = dueBetween({
        schedule,
        from: now - days * DAY,
        to: now - HISTORY_ENDS_BEFORE_MS,
        limit: RUNS_MAX,
      });
      const { instanceId, name } = instance;
      const refusedLast = REFUSED_LAST.get(name) ?? 0;
      const runs = planHistory({ instanceId, dueMoments, volumeGiB, refusedLast, now });
      const { startWindowMs } = schedule;
      if (target) histories.push({ target, linkId: link.id, startWindowMs, runs });
    }
  }
  return histories;
}

async function listLinks(runtime: Runtime, instanceRef: string) {
  return runtime.db.read
    .select({ link: scheduleLinks, schedule: schedules })
    .from(scheduleLinks)
    .innerJoin(schedules, eq(schedules.id, scheduleLinks.scheduleId))
    .where(eq(scheduleLinks.instanceRef, instanceRef));
}
