import type { Config } from "#lib/config";
import { createRuntime, type RuntimeOverrides } from "#lib/start-runtime";
import { prepareDatabase } from "./prepare-database";
import { ownShutdown, type Shutdown } from "./shutdown";
import { stopProcess, type Parts } from "./stop-process";

export interface StartedProcess {
  parts: Parts;
  owner: string;
  shutdown: Shutdown;
}

/** What every long-lived process begins with: parts, signals, and the database for itself. */
export async function startProcess(
  config: Config,
  overrides: RuntimeOverrides,
): Promise<StartedProcess> {
  const parts: Parts = { started: await createRuntime(config, overrides) };
  const { runtime } = parts.started;
  const shutdown = ownShutdown({ log: runtime.log, stop: () => stopProcess(parts) });
  const lock = await prepareDatabase({
    runtime,
    onLost(error) {
      runtime.log.fatal({ err: error }, "this process lost the database");
      shutdown.begin("the database belongs to another process", 1);
    },
  });
  parts.lock = lock;
  return { parts, owner: lock.owner, shutdown };
}
