import { acquireLease } from "#lib/leases/acquire-lease";
import type { RepeatHandler } from "#lib/queue/queue";
import type { Runtime } from "#lib/runtime";

/** How many rounds its owner may miss before another process takes the work over. */
const ROUNDS_MISSED_MAX = 3;

/** A repeat that one process of the installation runs, whoever has the lease in the database. */
export function withLease(options: {
  runtime: Runtime;
  owner: string;
  repeat: RepeatHandler;
}): RepeatHandler {
  const { runtime, owner, repeat } = options;
  return {
    ...repeat,
    async run(job) {
      const ttlMs = repeat.everyMs * ROUNDS_MISSED_MAX;
      const claim = { name: repeat.name, owner, description: "", ttlMs };
      if (await acquireLease(runtime, claim)) await repeat.run(job);
    },
  };
}
