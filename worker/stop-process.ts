import { SECOND } from "#lib/clock";
import { eventHubOf } from "#lib/events/event-hub";
import type { ProcessLock } from "#lib/leases/process-lock";
import type { StartedRuntime } from "#lib/start-runtime";
import type { RunningJobs } from "./start-jobs";
import type { WebServer } from "./web-server";

/** Running jobs and requests get so long; what AWS has not answered then is looked up later. */
const DRAIN_MS = 5 * SECOND;
const WEB_MS = 4 * SECOND;

/** What is running so far: a process may be told to stop while it starts. */
export interface Parts {
  started: StartedRuntime;
  jobs?: RunningJobs;
  web?: WebServer;
  lock?: ProcessLock;
}

/** Intake first, then what is under way, then the connections; the lock last but one. */
export async function stopProcess({ started, jobs, web, lock }: Parts): Promise<void> {
  eventHubOf(started.runtime).close();
  await Promise.all([web?.close({ graceMs: WEB_MS }), jobs?.stop({ drainMs: DRAIN_MS })]);
  await started.runtime.aws.budget.close();
  await lock?.release();
  await started.close();
}
