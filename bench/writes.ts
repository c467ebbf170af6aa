import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import { openDatabase } from "#lib/db/client";
import { migrateDatabase } from "#lib/db/migrate";
import { settings } from "#lib/db/schema/index";
import { percentile, round, say, type Figures } from "./report";

const WRITES = 5_000;
const AT_ONCE = 50;

/**
 * Durable write transactions through the mutex, 50 callers at once, one row each.
 * Keys: `writes`, `perSecond`, `p99Ms` (asked for → committed), `maxBlockMs` (of the event loop).
 */
export async function benchWrites(): Promise<Figures> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "amivault-bench-"));
  const url = `file:${path.join(folder, "bench.db")}`;
  await migrateDatabase({ url, folder: "lib/db/migrations" });
  const db = await openDatabase({ url });
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const tookMs: number[] = [];
  let next = 0;
  async function caller(): Promise<void> {
    while (next < WRITES) {
      const key = `k${next++}`;
      const from = performance.now();
      await db.write((tx) => tx.insert(settings).values({ key, value: 1, updatedAt: 0 }));
      tookMs.push(performance.now() - from);
    }
  }
  say(`${WRITES} transactions, ${AT_ONCE} at once …`);
  delay.enable();
  const from = performance.now();
  await Promise.all(Array.from({ length: AT_ONCE }, caller));
  const seconds = (performance.now() - from) / 1_000;
  delay.disable();
  db.close();
  rmSync(folder, { recursive: true, force: true });
  return {
    writes: WRITES,
    perSecond: Math.round(WRITES / seconds),
    p99Ms: round(percentile(tookMs, 0.99)),
    maxBlockMs: round(delay.max / 1e6),
  };
}
