import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { ApiBudget } from "../aws/budget/budget";
import { createMemoryBudget } from "../aws/budget/memory-budget";
import type { Aws } from "../aws/aws";
import { createAws } from "../aws/create-aws";
import { loadConfig, type Config } from "../config";
import { createVault } from "../crypto";
import { createCredentialStore } from "../credentials/credential-store.repo";
import { openDatabase } from "../db/client";
import { createLocalEventBus } from "../events/local-event-bus";
import { createLogger } from "../logger";
import type { JobHandler } from "../queue/queue";
import type { Runtime } from "../runtime";
import { openKeyRing } from "../vault/open-key-ring";
import { seededRandom } from "./seeded-random";
import { copyTemplateDatabase } from "./template-database";
import { createTestClock, type TestClock } from "./test-clock";
import { createTestQueue, type RanJob, type TestQueue } from "./test-queue";

export interface TestRuntimeOptions {
  /** Of a running simulator; without it every use of `aws` throws. */
  simulatorUrl?: string;
  /** The first instant of the clock. */
  now?: number;
  /** For ids; two runtimes on one database need two seeds. */
  seed?: string;
  /** A folder that is kept: a second runtime on it sees the same database. */
  folder?: string;
  /** Further settings, as in .env. */
  env?: Record<string, string>;
  /** Parts that replace the built ones. */
  overrides?: Partial<Pick<Runtime, "aws" | "events" | "log">>;
  /** Instead of a memory budget by the test's clock; it is given that one. */
  budget?: (own: ApiBudget) => ApiBudget;
}

export interface TestRuntime extends Runtime {
  clock: TestClock;
  queue: TestQueue;
  /** Holds the database `amivault.db`. */
  folder: string;
  /** Runs the jobs that are due by the test's clock; see TestQueue.drain. */
  drain(
    handlers: ReadonlyArray<JobHandler<never>>,
    options?: { expectFailures?: boolean },
  ): Promise<RanJob[]>;
  /** Closes everything and removes the folder. */
  close(): Promise<void>;
}

/** A runtime on a fresh database with the real migrations, driven by the test's own clock. */
export async function createTestRuntime(options: TestRuntimeOptions = {}): Promise<TestRuntime> {
  const folder = options.folder ?? mkdtempSync(path.join(os.tmpdir(), "amivault-test-"));
  const config = testConfig(folder, options);
  if (!options.folder) await copyTemplateDatabase(path.join(folder, "amivault.db"));
  const db = await openDatabase(config.database);
  const clock = createTestClock(options.now);
  const queue = createTestQueue(clock);
  const own = createMemoryBudget({ clock, sharePercent: config.apiSharePercent });
  const budget = options.budget?.(own) ?? own;
  const log = options.overrides?.log ?? createLogger({ component: "test", level: "silent" });
  const vault = createVault(openKeyRing(config, log));
  const base = {
    config,
    clock,
    random: seededRandom(options.seed ?? "test"),
    log,
    db,
    vault,
    queue,
    events: createLocalEventBus(),
    aws: options.simulatorUrl
      ? createAws({ config, clock, log, vault, budget, credentials: createCredentialStore(db) })
      : withoutAws(budget),
    unjudgedGuesses: new Map(),
    ...options.overrides,
  };
  return {
    ...base,
    clock,
    folder,
    drain: (handlers, drainOptions) => queue.drain(handlers, drainOptions),
    async close() {
      await base.aws.close();
      await base.events.close();
      db.close();
      if (!options.folder) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function testConfig(folder: string, options: TestRuntimeOptions): Config {
  return loadConfig({
    AMIVAULT_MODE: "embedded",
    AMIVAULT_DATA_DIR: folder,
    AMIVAULT_INSTALLATION_ID: "amivault-test",
    AMIVAULT_ENCRYPTION_KEY: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
    NEXTAUTH_SECRET: "test-only-".repeat(5),
    AMIVAULT_API_SHARE_PERCENT: "100",
    LOG_LEVEL: "error",
    ...(options.simulatorUrl ? { AWS_ENDPOINT_URL: options.simulatorUrl } : {}),
    ...options.env,
  });
}

function withoutAws(budget: Aws["budget"]): Aws {
  const refuse = async (): Promise<never> => {
    throw new Error("This test runtime has no AWS; pass `simulatorUrl` to createTestRuntime.");
  };
  return {
    budget,
    ec2: refuse,
    ec2With: refuse,
    launchConfigurations: refuse,
    launchConfigurationsWith: refuse,
    scheduling: refuse,
    identify: refuse,
    identifySaved: refuse,
    clockOffsetMs: () => null,
    forget: () => undefined,
    close: async () => undefined,
  };
}
