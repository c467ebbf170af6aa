import { existsSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { migrateDatabase } from "#lib/db/migrate";
import { ensureDefaults } from "#lib/settings/ensure-defaults";
import { createTestRuntime } from "#lib/testing/create-test-runtime";
import { quickenRedis } from "#lib/testing/redis-clock";
import { startRedis } from "#lib/testing/redis-server";
import { startSimulator } from "#simulator/server";
import { createFastClock, readClock } from "#worker/process-tests/fast-clock";
import { SILENT_FLAG } from "#worker/process-tests/fault-plan";
import { createProcesses } from "#worker/process-tests/processes";
import { bundlePrograms } from "#worker/process-tests/programs";
import { plantBug, type Bug } from "./bugs";

export interface ChaosOptions {
  backups: number;
  /** Product seconds per real second. */
  speed: number;
  seed: string;
  bug: Bug | null;
}

/** Of snapshots: half a minute, give or take a quarter. */
const PACE = { baseMs: 30_000, perGibMs: 0, jitter: 0.25 };
const MEMORY = "/dev/shm";

export type ChaosWorld = Awaited<ReturnType<typeof createChaosWorld>>;

/** A Redis, a simulated AWS and a database by one fast clock, and workers to be started on them. */
export async function createChaosWorld({ speed, seed, bug }: ChaosOptions) {
  const programs = await bundlePrograms([plantBug(bug)]);
  const redis = await startRedis();
  const redisClock = quickenRedis({ url: redis.url, speed });
  const clock = createFastClock({ speed });
  const { startAt } = clock;
  const sim = await startSimulator({ clock: "real", world: "empty", speed, startAt, seed });
  await sim.control.configure({ pace: PACE });
  const folder = mkdtempSync(
    path.join(existsSync(MEMORY) ? MEMORY : os.tmpdir(), "amivault-chaos-"),
  );
  const url = `file:${path.join(folder, "amivault.db")}`;
  await migrateDatabase({ url, folder: path.resolve("lib/db/migrations") });
  const runtime = await createTestRuntime({
    folder,
    simulatorUrl: sim.url,
    seed,
    now: startAt,
    env: { AMIVAULT_INSTALLATION_ID: `chaos-${seed}` },
  });
  await ensureDefaults(runtime);
  const now = (): number => {
    runtime.clock.set(readClock(clock, Date.now()));
    return runtime.clock.now();
  };
  const processes = createProcesses({
    programs,
    clock,
    endpointUrl: sim.url,
    redisUrl: redis.url,
    runtime,
    args: [SILENT_FLAG],
  });
  return {
    sim,
    redis,
    runtime,
    processes,
    speed,
    /** By the product's clock; this process's own view of the product goes by it as well. */
    now,
    async close(): Promise<void> {
      await processes.endAll();
      await runtime.close();
      await sim.close();
      await redisClock.stop();
      await redis.stop();
      programs.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
