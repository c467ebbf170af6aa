import { toError } from "#lib/errors";
import { acquireLease, seizeLease, type LeaseClaim } from "#lib/leases/acquire-lease";
import type { RepeatHandler } from "#lib/queue/queue";
import type { Runtime } from "#lib/runtime";

/** How many rounds its owner may miss before another process takes the work over. */
const ROUNDS_MISSED_MAX = 3;

/**
 * A repeat that one process of the installation runs, whoever has the lease in the database. A round that
 * says that it goes on keeps the lease, however long it takes; one that hangs loses it.
 */
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
      await repeat.run({ ...job, goesOn: renewer(runtime, { claim, everyMs: repeat.everyMs }) });
    },
  };
}

/** Once in a round's time; whoever took it over meanwhile has it. */
function renewer(
  runtime: Pick<Runtime, "db" | "clock" | "log">,
  { claim, everyMs }: { claim: LeaseClaim; everyMs: number },
): () => Promise<void> {
  const { clock, log } = runtime;
  let renewedAt = clock.now();
  return async () => {
    const now = clock.now();
    if (Math.abs(now - renewedAt) < everyMs) return;
    renewedAt = now;
    try {
      await acquireLease(runtime, claim);
    } catch (error) {
      log.warn({ err: toError(error), lease: claim.name }, "a lease was not renewed");
    }
  };
}
