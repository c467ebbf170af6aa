import { and, inArray, lte, min, ne } from "drizzle-orm";
import { UNFINISHED_STATUSES } from "#lib/backups/backup-status.pure";
import { isLookedAt } from "#lib/backups/waiting";
import { DAY, HOUR, MINUTE, SECOND } from "#lib/clock";
import {
  backups,
  eventbridgeObjects,
  eventbridgePlaces,
  scheduleLinks,
} from "#lib/db/schema/index";
import type { RepeatHandler } from "#lib/queue/queue";
import { findEarliestDue } from "#lib/schedules/schedule-links.repo";
import { createJobs } from "#worker/jobs";
import type { YearWorld } from "./world";

/** What it does by itself, and no more often than so; the product itself is that quick or quicker. */
const EVERY_MS: Readonly<Record<string, number>> = {
  tick: 0,
  // Each time all that stands in AWS is compared: once an hour would be most of the bench.
  eventbridge: 2 * DAY,
  reconciles: 2 * DAY,
  ledger: 5 * MINUTE,
  tags: HOUR,
  housekeeping: DAY,
};
/** The product looks round each second; once a minute is harder for it, and less work for the bench. */
const REST_MS = MINUTE;
/** Nothing is due, and yet it looks round: the ledger, where something is open; and else the rest. */
const OPEN_MS = 15 * MINUTE;
const IDLE_MS = 6 * HOUR;
const ROUNDS_MAX = 50;

export type Application = ReturnType<typeof createApplication>;

/** The product's own jobs and repeats, run as its clock comes by. */
export function createApplication({ runtime }: Pick<YearWorld, "runtime">) {
  const jobs = createJobs(runtime, "bench");
  const lastAt = new Map<string, number>();
  const { read } = runtime.db;
  let isMoving = false;
  let workedAt = -Infinity;
  const run = async ({ name, run }: RepeatHandler): Promise<void> => {
    const everyMs = name === "eventbridge" && isMoving ? 0 : EVERY_MS[name];
    const now = runtime.clock.now();
    if (everyMs === undefined || now - (lastAt.get(name) ?? 0) < everyMs) return;
    lastAt.set(name, now);
    await run({ signal: new AbortController().signal });
  };
  return {
    /** After it was down everything has its turn at once. */
    comeBack(): void {
      lastAt.clear();
      workedAt = -Infinity;
    },
    /** The next time that it looks round. */
    readyAt: () => workedAt + (isMoving ? SECOND : REST_MS),
    /** Everything that is due now, until nothing is. */
    async work(): Promise<void> {
      workedAt = runtime.clock.now();
      for (const repeat of [...jobs.repeats, ...jobs.everywhere]) await run(repeat);
      for (let round = 0; round < ROUNDS_MAX; round++) {
        const ran = await runtime.drain(jobs.handlers, { expectFailures: true });
        if (ran.length === 0) return;
      }
    },
    /** When there is something to do again. */
    async nextAt(): Promise<number> {
      const now = runtime.clock.now();
      const [look] = await read
        .select({ at: min(backups.notBeforeAt) })
        .from(backups)
        .where(isLookedAt);
      const [open] = await read
        .select({ id: backups.id })
        .from(backups)
        .where(
          and(
            inArray(backups.status, ["expected", ...UNFINISHED_STATUSES]),
            lte(backups.dueAt, now),
          ),
        )
        .limit(1);
      const due = await findEarliestDue(read);
      const queued = runtime.queue.waiting().map(({ runAt }) => runAt);
      const known = [look?.at ?? null, due, ...queued].filter((at) => at !== null);
      const restMs = open ? OPEN_MS : IDLE_MS;
      const idleMs = isMoving ? 5 * SECOND : restMs;
      return Math.max(now + 1, Math.min(now + idleMs, ...known));
    },
    /** While somebody waits for what is to be in AWS. */
    set isMoving(value: boolean) {
      isMoving = value;
    },
    /** All that is to be in AWS is there and fires, or all that was is gone. */
    async isMoved(scheduler: "eventbridge" | "local"): Promise<boolean> {
      const others = ne(scheduleLinks.scheduler, scheduler);
      if ((await read.$count(scheduleLinks, others)) > 0) return false;
      return scheduler === "eventbridge" || (await read.$count(eventbridgePlaces)) === 0;
    },
    /** Why that is not so. */
    async explain(): Promise<string> {
      const places = await read.select().from(eventbridgePlaces);
      const objects = await read
        .select()
        .from(eventbridgeObjects)
        .where(ne(eventbridgeObjects.state, "ready"))
        .limit(10);
      const words = [
        ...places.map(({ region, errorMessage }) => `${region}: ${errorMessage}`),
        ...objects.map(({ kind, name, state, message }) => `${kind} ${name} ${state}: ${message}`),
      ];
      return `Not all has come about:\n${words.join("\n")}`;
    },
    stop: () => jobs.stop(),
  };
}
