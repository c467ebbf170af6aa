import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Clock } from "#lib/clock";
import { loadConfig, type Mode } from "#lib/config";
import { systemContext, type Context } from "#lib/context";
import { migrateDatabase } from "#lib/db/migrate";
import { createRuntime, type StartedRuntime } from "#lib/start-runtime";
import { ensureDefaults } from "#lib/settings/ensure-defaults";
import { newId } from "#lib/ids";
import type { Runtime } from "#lib/runtime";
import nodeStart from "../../worker/node-start.json" with { type: "json" };
import { startProcess, type BenchProcess } from "./process";

export interface InstallationOptions {
  /** `AWS_ENDPOINT_URL`: the simulator's. */
  endpointUrl: string;
  /** Of web and worker processes; embedded ones ignore it. */
  redisUrl?: string;
  sharePercent?: number;
  /** Further settings, as in .env. */
  env?: Readonly<Record<string, string>>;
  /** Of this process's own view. */
  clock?: Clock;
}

export interface Installation {
  folder: string;
  /** This process's own view, for fixtures and for reading: it runs no jobs. */
  runtime: Runtime;
  /** The installation itself acts. */
  ctx: Context;
  /** Started processes that still run. */
  processes(): BenchProcess[];
  pids(): number[];
  start(mode: Mode, options?: ProcessOptions): Promise<BenchProcess>;
  /** Stops every process; the database stays. */
  stopAll(): Promise<void>;
  /** Stops every process and removes the folder. */
  remove(): Promise<void>;
}

export interface ProcessOptions {
  /** Of node itself, such as `--cpu-prof`. */
  nodeArgs?: readonly string[];
  env?: Readonly<Record<string, string>>;
  /** Instead of dist/launcher.js or dist/worker.js. */
  script?: string;
}

/** A new database and its secrets; product processes are started on it one by one. */
export async function createInstallation(options: InstallationOptions): Promise<Installation> {
  const folder = mkdtempSync(path.join(benchFolder(), "installation-"));
  const env = environmentOf(folder, options);
  const config = loadConfig({ ...env, AMIVAULT_MODE: options.redisUrl ? "web" : "embedded" });
  await migrateDatabase({ ...config.database, folder: path.resolve("lib/db/migrations") });
  const opened: StartedRuntime = await createRuntime(
    config,
    options.clock ? { clock: options.clock } : {},
  );
  const { runtime } = opened;
  await ensureDefaults(runtime);
  const started: BenchProcess[] = [];
  const processes = (): BenchProcess[] => started.filter((each) => each.isRunning());
  const stopAll = async (): Promise<void> => {
    await Promise.all(processes().map((each) => each.stop()));
  };
  return {
    folder,
    runtime,
    ctx: systemContext(runtime, "bench", newId("req", runtime.clock.now())),
    processes,
    pids: () => processes().map(({ pid }) => pid),
    async start(mode, of = {}) {
      const script = of.script ?? (mode === "worker" ? "dist/worker.js" : "dist/launcher.js");
      const begun = await startProcess({
        name: mode,
        args: [...nodeStart.args, ...(of.nodeArgs ?? []), path.resolve(script)],
        env: { ...nodeStart.env, ...env, ...of.env, AMIVAULT_MODE: mode },
        cwd: folder,
        ready: " is ready",
      });
      started.push(begun);
      return begun;
    },
    stopAll,
    async remove() {
      await stopAll();
      await opened.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** On a disk, as in production: commits are durable there. `AMIVAULT_BENCH_DIR` names another. */
function benchFolder(): string {
  const folder = process.env.AMIVAULT_BENCH_DIR ?? path.join(os.tmpdir(), "amivault-bench");
  mkdirSync(folder, { recursive: true });
  return folder;
}

function environmentOf(folder: string, options: InstallationOptions): Record<string, string> {
  return {
    NODE_ENV: "production",
    AMIVAULT_DATA_DIR: folder,
    AMIVAULT_INSTALLATION_ID: `bench-${randomBytes(6).toString("hex")}`,
    AMIVAULT_ENCRYPTION_KEY: `b1:${randomBytes(32).toString("base64")}`,
    AMIVAULT_API_SHARE_PERCENT: String(options.sharePercent ?? 100),
    NEXTAUTH_SECRET: randomBytes(48).toString("base64"),
    AWS_ENDPOINT_URL: options.endpointUrl,
    HOST: "127.0.0.1",
    PORT: "0",
    ...(options.redisUrl === undefined ? {} : { REDIS_URL: options.redisUrl }),
    ...options.env,
  };
}
