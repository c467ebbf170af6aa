import { runEngine } from "./engine/run-engine";
import { round, type Figures } from "./report";

/**
 * 1,000 backups due in one moment, embedded, against the simulator in a process of its own.
 * Keys: `perSecond` (due → last effect), `bareCallsPerSecond` (the SDK alone, as many at once),
 * `cpuMsPerBackup`, `p99QueuedLatenessMs`, `p99CallLatenessMs`, `rssMiB`.
 */
export async function benchEngine(): Promise<Figures> {
  const result = await runEngine({ mode: "embedded", backups: 1_000, bare: true });
  return Object.fromEntries(Object.entries(result).map(([key, value]) => [key, round(value)]));
}
