import { createEmbeddedQueue } from "#lib/queue/embedded-queue";
import type { JobRunner, RepeatHandler } from "#lib/queue/queue";
import type { StartedRuntime } from "#lib/start-runtime";
import { createJobs } from "./jobs";

export interface RunningJobs {
  stop(options: { drainMs: number }): Promise<void>;
}

/**
 * Starts what this process does by itself: everything when embedded, the queue's jobs and its own
 * loops in a worker, the loops alone in a web process.
 */
export async function startJobs(options: {
  started: StartedRuntime;
  owner: string;
  onBroken(error: Error): void;
}): Promise<RunningJobs> {
  const { started, owner, onBroken } = options;
  const { runtime, runner } = started;
  const { mode } = runtime.config;
  const jobs = createJobs(runtime, owner);
  const runners: JobRunner[] = [];
  if (mode !== "web") {
    await runner.start({ handlers: jobs.handlers, repeats: jobs.repeats, onBroken });
    runners.push(runner);
  }
  const loops = createEmbeddedQueue({ log: runtime.log }).runner;
  const own: RepeatHandler[] = [
    ...jobs.everywhere,
    ...(mode === "web" ? [] : jobs.besideJobs),
    ...(mode === "worker" ? jobs.inWorkers : []),
  ];
  await loops.start({ handlers: [], repeats: own, onBroken });
  runners.push(loops);
  return {
    async stop(stopOptions) {
      await Promise.all([jobs.stop(), ...runners.map((each) => each.stop(stopOptions))]);
    },
  };
}
