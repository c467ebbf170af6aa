import { deliverAlerts } from "#lib/alerts/deliver-alerts";
import { enqueuePolls } from "#lib/backups/enqueue-due-work";
import { sendHeartbeats } from "#lib/channels/send-heartbeats";
import { enqueueTagLooks } from "#lib/backups/settle-tags";
import { MINUTE, SECOND } from "#lib/clock";
import { enqueueDiscoveries } from "#lib/discovery/enqueue-discoveries";
import { enqueuePlaces } from "#lib/eventbridge/enqueue-places";
import { tellUnwatched } from "#lib/health/tell-unwatched";
import { missesEntry, watchAudit } from "#lib/health/watch-audit";
import { runHousekeeping } from "#lib/housekeeping/run-housekeeping";
import { enqueueRefreshes } from "#lib/instances/enqueue-refreshes";
import type { JobHandler, RepeatHandler } from "#lib/queue/queue";
import { enqueueReconciles } from "#lib/reconcile/enqueue-reconciles";
import { sweepWhenDue } from "#lib/retention/sweep-retention";
import type { Runtime } from "#lib/runtime";
import { runLedger } from "#lib/schedules/run-ledger";
import { runTick } from "#lib/schedules/run-tick";
import { sweepPlans } from "#lib/plans/sweep-plans";
import { enqueueDueRemovals } from "#lib/removal/enqueue-removals";
import { enqueueHoldTags } from "#lib/removal/tag-holds";
import { backupRun } from "./processors/backup-run";
import { discoverPlaceProcessor } from "./processors/discover-place";
import { eventbridgePlace } from "./processors/eventbridge-place";
import { pollImagesProcessor } from "./processors/poll-images";
import { reconcilePlace } from "./processors/reconcile-place";
import { settleTagsProcessor } from "./processors/settle-tags";
import { refreshInstancesProcessor } from "./processors/refresh-instances";
import { planApply, planGather } from "./processors/plan-steps";
import { holdTags, removalRun } from "./processors/removal-run";
import { TickLoop, type Tick } from "./repeats/tick-loop";
import { withLease } from "./repeats/with-lease";

/** What the processes of an installation do by themselves. */
export interface Jobs {
  /** By the queue, in embedded processes and workers. */
  handlers: Array<JobHandler<never>>;
  /** By the queue's repeats: once for the installation. */
  repeats: RepeatHandler[];
  /** In every long-lived process, by its own timers. */
  everywhere: RepeatHandler[];
  /** In embedded processes and workers, by their own timers. */
  besideJobs: RepeatHandler[];
  /** In every worker, by its own timers. */
  inWorkers: RepeatHandler[];
  stop(): Promise<void>;
}

const LEDGER_GRACE_MS = 5 * SECOND;

/** What is due by schedule, then the looks at AWS that are due. */
const tick: Tick = async (runtime) => {
  try {
    return await runTick(runtime);
  } finally {
    await enqueuePolls(runtime);
  }
};

export function createJobs(runtime: Runtime, owner: string): Jobs {
  const startedAt = runtime.clock.now();
  const loop = new TickLoop({ runtime, tick, owner });
  const housekeeping: RepeatHandler = {
    name: "housekeeping",
    everyMs: MINUTE,
    run: (job) => runHousekeeping(runtime, job),
  };
  const ledger: RepeatHandler = {
    name: "ledger",
    everyMs: 10 * SECOND,
    // The first tick of an installation that has just started is not yet missing.
    run: async () => {
      const sinceStartMs = Math.abs(runtime.clock.now() - startedAt);
      if (sinceStartMs >= LEDGER_GRACE_MS) await runLedger(runtime);
    },
  };
  const alerts: RepeatHandler = {
    name: "alerts",
    everyMs: 5 * SECOND,
    run: () => deliverAlerts(runtime),
  };
  const heartbeats: RepeatHandler = {
    name: "heartbeats",
    everyMs: 10 * SECOND,
    run: () => sendHeartbeats(runtime),
  };
  const audit: RepeatHandler = {
    name: "audit",
    everyMs: MINUTE,
    run: (job) => watchAudit(runtime, job),
  };
  const auditAge: RepeatHandler = {
    name: "audit-age",
    everyMs: MINUTE,
    run: () => tellUnwatched(runtime),
  };
  const retention: RepeatHandler = {
    name: "retention",
    everyMs: MINUTE,
    run: (job) => sweepWhenDue(runtime, { ...job, owner }),
  };
  const refreshes: RepeatHandler = {
    name: "refreshes",
    everyMs: MINUTE,
    run: () => enqueueRefreshes(runtime),
  };
  const holds: RepeatHandler = {
    name: "holds",
    everyMs: 30 * SECOND,
    run: () => enqueueHoldTags(runtime),
  };
  const tags: RepeatHandler = {
    name: "tags",
    everyMs: 5 * MINUTE,
    run: () => enqueueTagLooks(runtime),
  };
  const removals: RepeatHandler = {
    name: "removals",
    everyMs: 5 * SECOND,
    run: async () => {
      await enqueueDueRemovals(runtime);
      await sweepPlans(runtime);
    },
  };
  const reconciles: RepeatHandler = {
    name: "reconciles",
    everyMs: MINUTE,
    run: () => enqueueReconciles(runtime),
  };
  const discoveries: RepeatHandler = {
    name: "discoveries",
    everyMs: MINUTE,
    run: () => enqueueDiscoveries(runtime),
  };
  const eventbridge: RepeatHandler = {
    name: "eventbridge",
    everyMs: 5 * SECOND,
    run: () => enqueuePlaces(runtime),
  };
  return {
    handlers: [
      backupRun(runtime),
      pollImagesProcessor(runtime),
      settleTagsProcessor(runtime),
      refreshInstancesProcessor(runtime),
      reconcilePlace(runtime),
      discoverPlaceProcessor(runtime),
      removalRun(runtime),
      holdTags(runtime),
      planGather(runtime),
      planApply(runtime),
      eventbridgePlace(runtime),
    ],
    repeats: [loop.repeat, refreshes, removals, holds, tags, reconciles, discoveries, eventbridge],
    everywhere: [
      ...[ledger, housekeeping, alerts, heartbeats, auditAge].map((repeat) =>
        withLease({ runtime, owner, repeat }),
      ),
      withLease({ runtime, owner, repeat: audit, knowsMore: () => missesEntry(runtime) }),
    ],
    besideJobs: [withLease({ runtime, owner, repeat: retention })],
    inWorkers: [loop.watch],
    stop: () => loop.stop(),
  };
}
