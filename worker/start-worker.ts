import type { Config } from "#lib/config";
import { PreconditionFailedError } from "#lib/errors";
import type { RuntimeOverrides } from "#lib/start-runtime";
import { startJobs } from "./start-jobs";
import { startProcess } from "./start-process";

/** A worker process: jobs from Redis, no web. */
export async function startWorker(config: Config, overrides: RuntimeOverrides = {}): Promise<void> {
  if (config.mode !== "worker") {
    throw new PreconditionFailedError(`This is the worker, but AMIVAULT_MODE is ${config.mode}.`, {
      suggestion: "Set AMIVAULT_MODE=worker, or start the application with `npm start`.",
    });
  }
  await startProcess({ config, overrides }, async ({ parts, owner, shutdown }) => {
    parts.jobs = await startJobs({
      started: parts.started,
      owner,
      onBroken: () => shutdown.begin("the infrastructure is broken", 1),
    });
    parts.started.runtime.log.info("the worker is ready");
  });
}
