import type { EpochMs } from "../clock";
import { systemTimers } from "../timers";
import {
  ProcessLockedError,
  lockProcess,
  type ProcessLock,
  type ProcessLockOptions,
} from "./process-lock";

const LOOK_AGAIN_MS = 500;

/**
 * Like `lockProcess`, but outlives the lock of a process that was killed: a rival that renews is
 * alive and refuses us, within seconds; one that does not is waited for until its lock runs out.
 */
export async function waitForProcessLock(options: ProcessLockOptions): Promise<ProcessLock> {
  const seen = new Map<string, EpochMs>();
  for (;;) {
    try {
      return await lockProcess(options);
    } catch (error) {
      if (!(error instanceof ProcessLockedError)) throw error;
      const { owner, renewedAt } = error.rival;
      if (seen.has(owner) && seen.get(owner) !== renewedAt) throw error;
      if (seen.size === 0) options.runtime.log.warn({ rival: owner }, "waiting for the database");
      seen.set(owner, renewedAt);
    }
    await new Promise<void>((resolve) => {
      (options.timers ?? systemTimers).after(LOOK_AGAIN_MS, resolve);
    });
  }
}
