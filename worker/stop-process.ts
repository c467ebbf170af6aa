import { SECOND } from "#lib/clock";
import { eventHubOf } from "#lib/events/event-hub";
import type { ProcessLock } from "#lib/leases/process-lock";
import type { JobRunner } from "#lib/queue/queue";
import type { StartedRuntime } from "#lib/start-runtime";
import type { WebServer } from "./web-server";

/** Running jobs and requests get so long; what AWS has not answered then is looked up later. */
const DRAIN_MS = 5 * SECOND;
const WEB_MS = 4 * SECOND;

export interface Parts {
  started: StartedRuntime;
  /** The drivers' runner and the process's own loops. */
  runners: JobRunner[];
  web: WebServer | null;
  lock: ProcessLock | null;
}

/** Intake first, then what is under way, then the connections; the lock last. */
export async function stopProcess(parts: Parts): Promise<void> {
  const { started, runners, web, lock } = parts;
  eventHubOf(started.runtime).close();
  await Promise.all([
    web?.close({ graceMs: WEB_MS }),
    ...runners.map((runner) => runner.stop({ drainMs: DRAIN_MS })),
  ]);
  await lock?.release();
  await started.close();
}
