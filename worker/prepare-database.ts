import { beginChain } from "#lib/audit/begin-chain";
import { hasSchema } from "#lib/db/has-schema";
import { migrateDatabase, verifySchema } from "#lib/db/migrate";
import type { ProcessLock } from "#lib/leases/process-lock";
import { waitForProcessLock } from "#lib/leases/wait-for-process-lock";
import type { Runtime } from "#lib/runtime";
import { MIGRATIONS_FOLDER } from "./paths";

export interface PrepareOptions {
  runtime: Runtime;
  onLost(error: Error): void;
}

/**
 * Locks the database for this process and makes sure of its schema: an embedded process brings it
 * up to date, the others only look. No schema is changed under a process that still runs.
 */
export async function prepareDatabase(options: PrepareOptions): Promise<ProcessLock> {
  const { runtime, onLost } = options;
  const { mode, database } = runtime.config;
  const target = { ...database, folder: MIGRATIONS_FOLDER };
  if (mode !== "embedded") {
    await verifySchema(target);
    return waitForProcessLock({ runtime, mode, onLost });
  }
  if (!(await hasSchema(runtime.db))) await migrateDatabase(target);
  const lock = await waitForProcessLock({ runtime, mode, onLost });
  await migrateDatabase(target);
  await beginChain(runtime);
  return lock;
}
