import type { EpochMs } from "../clock";
import { systemTimers } from "../timers";
import {
  LOCK_TTL_MS,
  ProcessLockedError,
  dropDeadProcess,
  lockProcess,
  type ProcessLock,
  type ProcessLockOptions,
} from "./process-lock";

const LOOK_AGAIN_MS = 500;
/** So often looked at without being renewed, a lock has run out, whatever its clock said. */
const LOOKS_MAX = LOCK_TTL_MS / LOOK_AGAIN_MS + 2;

/**
 * Like `lockProcess`, but outlives the lock of a process that was killed: a rival that renews is
 * alive and refuses us, within seconds; one that does not is waited for until its lock runs out.
 */
export async function waitForProcessLock(options: ProcessLockOptions): Promise<ProcessLock> {
  const seen = new Map<string, { renewedAt: EpochMs; looks: number }>();
  for (;;) {
    try {
      return await lockProcess(options);
    } catch (error) {
      if (!(error instanceof ProcessLockedError)) throw error;
      const { owner, renewedAt } = error.rival;
      const before = seen.get(owner);
      if (before && before.renewedAt !== renewedAt) throw error;
      if (seen.size === 0) options.runtime.log.warn({ rival: owner }, "waiting for the database");
      const looks = (before?.looks ?? 0) + 1;
      seen.set(owner, { renewedAt, looks });
      // Taken under a clock that was ahead, it would hold for as long as that was.
      if (looks >= LOOKS_MAX) await dropDeadProcess(options.runtime, error.rival);
    }
    await new Promise<void>((resolve) => {
      (options.timers ?? systemTimers).after(LOOK_AGAIN_MS, resolve);
    });
  }
}
