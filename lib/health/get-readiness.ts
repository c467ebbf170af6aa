import { describeProcess } from "../leases/describe-process";
import { findLease } from "../leases/leases.repo";
import type { Runtime } from "../runtime";
import { findRingTrouble } from "../vault/find-ring-trouble";

export interface Readiness {
  ready: boolean;
  database: boolean;
  queue: boolean;
  /** Whether it has the keys to work with; one secret that cannot be opened does not count. */
  encryptionKey: boolean;
  /** Which process is not ready and why, in words; null when it is. */
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
    ...(ringTrouble === null ? [] : [ringTrouble]),
  ];
  const ready = why.length === 0;
  const name = describeProcess(runtime.config.mode);
  return {
    ready,
    database,
    queue,
    encryptionKey: ringTrouble === null,
    reason: ready ? null : `Not ready: ${name}. ${why.join(" ")}`,
    tickAgeSeconds,
  };
}

interface Seen {
  database: boolean;
  tickAt: number | null;
  ringTrouble: string | null;
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
