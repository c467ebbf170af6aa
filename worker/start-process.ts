import type { Config } from "#lib/config";
import { systemContext } from "#lib/context";
import { newId } from "#lib/ids";
import { createRuntime, type RuntimeOverrides } from "#lib/start-runtime";
import { noteRing } from "#lib/vault/note-ring";
import { tellUnreadableSecrets } from "#lib/vault/tell-unreadable-secrets";
import { keepHeapModest } from "./modest-heap";
import { prepareDatabase } from "./prepare-database";
import { ownShutdown, type Shutdown } from "./shutdown";
import { stopProcess, type Parts } from "./stop-process";

export interface StartedProcess {
  parts: Parts;
  owner: string;
  shutdown: Shutdown;
}

/**
 * What every long-lived process begins with: parts, signals, and the database for itself. When
 * `begin` fails, everything is given back before the failure is told, so that a corrected start
 * need not wait for the lock to run out.
 */
export async function startProcess(
  options: { config: Config; overrides: RuntimeOverrides },
  begin: (started: StartedProcess) => Promise<void>,
): Promise<void> {
  keepHeapModest();
  const parts: Parts = { started: await createRuntime(options.config, options.overrides) };
  const { runtime } = parts.started;
  const shutdown = ownShutdown({ log: runtime.log, stop: () => stopProcess(parts) });
  try {
    const lock = await prepareDatabase({
      runtime,
      onLost(error) {
        runtime.log.fatal({ err: error }, "this process lost the database");
        shutdown.begin("the database belongs to another process", 1);
      },
    });
    parts.lock = lock;
    await tellUnreadableSecrets(runtime);
    const requestId = newId("req", runtime.clock.now());
    await noteRing(systemContext(runtime, "start", requestId), () => runtime.vault.keyIds());
    await begin({ parts, owner: lock.owner, shutdown });
  } catch (error) {
    await stopProcess(parts);
    throw error;
  }
}
