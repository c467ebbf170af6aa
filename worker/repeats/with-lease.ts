import { acquireLease, seizeLease } from "#lib/leases/acquire-lease";
import type { RepeatHandler } from "#lib/queue/queue";
import type { Runtime } from "#lib/runtime";

/** How many rounds its owner may miss before another process takes the work over. */
const ROUNDS_MISSED_MAX = 3;

/** A repeat that one process of the installation runs, whoever has the lease in the database. */
export function withLease(options: {
  runtime: Runtime;
  owner: string;
  repeat: RepeatHandler;
  /** Whether this process knows what the one that has the lease does not: then it takes the work over. */
  knowsMore?(): Promise<boolean>;
}): RepeatHandler {
  const { runtime, owner, repeat, knowsMore } = options;
  return {
    ...repeat,
    async run(job) {
      const ttlMs = repeat.everyMs * ROUNDS_MISSED_MAX;
      const claim = { name: repeat.name, owner, description: "", ttlMs };
      if (!(await acquireLease(runtime, claim))) {
        if (!(await knowsMore?.())) return;
        await seizeLease(runtime, claim);
      }
      await repeat.run(job);
    },
  };
}
