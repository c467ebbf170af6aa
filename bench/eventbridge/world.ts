import { existsSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { migrateDatabase } from "#lib/db/migrate";
import { ensureDefaults } from "#lib/settings/ensure-defaults";
import { createTestRuntime } from "#lib/testing/create-test-runtime";
import { startSimulator } from "#simulator/server";
import type { ApiBudget } from "#lib/aws/budget/budget";
import { startCallbackPath } from "./callback-path";

const MEMORY = "/dev/shm";
/** An image is complete so long after it was asked for. */
const PACE = { baseMs: 10_000, perGibMs: 0, jitter: 0 };
/** AWS tells of its images' states as best it can. */
const EVENT_LOSS = 0.5;
/** As long as a job of the product waits for a token itself. */
const PAUSE_MS_MAX = 250;

export type YearWorld = Awaited<ReturnType<typeof createYearWorld>>;

/** A simulated AWS and an application with a path for reports between them, by one clock. */
export async function createYearWorld({ seed, startAt }: { seed: number; startAt: number }) {
  const sim = await startSimulator({
    clock: "manual",
    world: "empty",
    startAt,
    seed: `year-${seed}`,
  });
  await sim.control.configure({ pace: PACE, automation: { imageEventLoss: EVENT_LOSS } });
  const folder = mkdtempSync(
    path.join(existsSync(MEMORY) ? MEMORY : os.tmpdir(), "amivault-year-"),
  );
  const url = `file:${path.join(folder, "amivault.db")}`;
  await migrateDatabase({ url, folder: path.resolve("lib/db/migrations") });
  const callbacks = await startCallbackPath({ seed });
  const runtime = await createTestRuntime({
    folder,
    simulatorUrl: sim.url,
    seed: `year-${seed}`,
    now: startAt,
    budget: withoutPauses,
    env: {
      AMIVAULT_INSTALLATION_ID: `year-${seed}`,
      API_GATEWAY_ENDPOINT: callbacks.url,
    },
  });
  // The SDK signs by Date.now, and only learns from a refusal that AWS's clock has moved on.
  const realNow = Date.now;
  Date.now = () => runtime.clock.now();
  await ensureDefaults(runtime);
  callbacks.leadTo(runtime);
  return {
    sim,
    runtime,
    callbacks,
    async close(): Promise<void> {
      Date.now = realNow;
      await callbacks.close();
      await runtime.close();
      await sim.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * A clock that stands still while somebody waits brings no token: jobs come back at once, by the
 * virtual clock, instead of waiting a quarter of a real second in vain.
 */
function withoutPauses(budget: ApiBudget): ApiBudget {
  return {
    ...budget,
    async tryTake(key) {
      const { waitMs } = await budget.tryTake(key);
      return { waitMs: waitMs === 0 ? 0 : Math.max(waitMs, PAUSE_MS_MAX + 1) };
    },
  };
}
