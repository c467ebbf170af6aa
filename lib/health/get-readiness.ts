import { findLease } from "../leases/leases.repo";
import type { Runtime } from "../runtime";

export interface Readiness {
  ready: boolean;
  database: boolean;
  queue: boolean;
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
  const [tick, queue] = await Promise.all([readTick(runtime), runtime.queue.isReady()]);
  const tickAgeSeconds =
    tick.at === null ? null : Math.max(0, Math.round((runtime.clock.now() - tick.at) / 1_000));
  return { ready: tick.database && queue, database: tick.database, queue, tickAgeSeconds };
}

async function readTick(runtime: Runtime): Promise<{ database: boolean; at: number | null }> {
  try {
    const lease = await findLease(runtime.db.read, TICK_LEASE);
    return { database: true, at: lease?.renewedAt ?? null };
  } catch (err) {
    runtime.log.error({ err }, "the database does not answer");
    return { database: false, at: null };
  }
}
