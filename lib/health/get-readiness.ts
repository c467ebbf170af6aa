import { describeProcess } from "../leases/describe-process";
import { findLease } from "../leases/leases.repo";
import type { Runtime } from "../runtime";
import { findRingTrouble, type RingTrouble } from "../vault/find-ring-trouble";

export interface Readiness {
  ready: boolean;
  database: boolean;
  queue: boolean;
  /** Whether it has the keys to work with; one secret that cannot be opened does not count. */
  encryptionKey: boolean;
  /** Why it is not, in words for anybody, who learn no more of the installation; null when it is. */
  reason: string | null;
  /** Since any process last looked for what is due; null when none ever did. */
  tickAgeSeconds: number | null;
}

/** Written by whoever runs the tick; see worker/repeats/tick-loop.ts. */
export const TICK_LEASE = "tick";
/** When a tick last came to its end; one that fails each time begins and never ends. */
export const TICK_DONE_LEASE = "tick-done";
/** When the ledger check last came to its end. */
export const LEDGER_DONE_LEASE = "ledger-done";

/** Whether this process can answer requests; the age of the tick tells of the workers. */
export async function getReadiness(runtime: Runtime): Promise<Readiness> {
  const [seen, queue] = await Promise.all([readDatabase(runtime), runtime.queue.isReady()]);
  const { database, tickAt, ringTrouble } = seen;
  const tickAgeSeconds =
    tickAt === null ? null : Math.max(0, Math.round((runtime.clock.now() - tickAt) / 1_000));
  const why = [
    ...(database ? [] : ["The database does not answer."]),
    ...(queue ? [] : ["The queue does not answer."]),
    ...(ringTrouble === null ? [] : [ringTrouble.words]),
  ];
  const reason = why.length === 0 ? null : why.join(" ");
  tellOnce(runtime, reason, ringTrouble?.beside ?? null);
  return {
    ready: reason === null,
    database,
    queue,
    encryptionKey: ringTrouble === null,
    reason,
    tickAgeSeconds,
  };
}

/** What the log says of a process that is not ready, by its vault, of which it has one. */
const told = new WeakMap<Runtime["vault"], string>();

/** Which process it is, to the log alone, and once for each reason however often it is asked. */
function tellOnce(
  { vault, config, log }: Runtime,
  reason: string | null,
  beside: string | null,
): void {
  const before = told.get(vault);
  const name = describeProcess(config.mode);
  if (reason === null) {
    told.delete(vault);
    if (before !== undefined) log.info({ process: name }, "this process is ready again");
    return;
  }
  if (before === reason) return;
  told.set(vault, reason);
  log.error({ process: name, beside, reason }, "this process is not ready");
}

interface Seen {
  database: boolean;
  tickAt: number | null;
  ringTrouble: RingTrouble | null;
}

async function readDatabase(runtime: Runtime): Promise<Seen> {
  try {
    const tick = await findLease(runtime.db.read, TICK_LEASE);
    const ringTrouble = await findRingTrouble(runtime);
    return { database: true, tickAt: tick?.renewedAt ?? null, ringTrouble };
  } catch (err) {
    runtime.log.error({ err }, "the database does not answer");
    return { database: false, tickAt: null, ringTrouble: null };
  }
}
