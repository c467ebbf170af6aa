import { createAws } from "./aws/create-aws";
import { createBucketCalls } from "./aws/budget/bucket-calls";
import { createMemoryBudget } from "./aws/budget/memory-budget";
import { createRedisBudget } from "./aws/budget/redis-budget";
import type { ApiBudget, BucketStateStore, Share } from "./aws/budget/budget";
import { systemClock } from "./clock";
import type { Config } from "./config";
import { createCredentialStore } from "./credentials/credential-store.repo";
import { createVault } from "./crypto";
import { openDatabase, type Database } from "./db/client";
import type { EventBus } from "./events/event-bus";
import { createLocalEventBus } from "./events/local-event-bus";
import { createRedisEventBus } from "./events/redis-event-bus";
import { createLogger, type Logger } from "./logger";
import { createBullmqQueue } from "./queue/bullmq-queue";
import { createBullmqRunner } from "./queue/bullmq-runner";
import { queuePrefix } from "./queue/bullmq-settings";
import { createEmbeddedQueue } from "./queue/embedded-queue";
import type { JobRunner, QueueDriver } from "./queue/queue";
import { closeRedis, connectRedis, waitForRedis } from "./redis";
import { createRandomBytes } from "./random";
import type { Runtime } from "./runtime";
import { openKeyRing } from "./vault/open-key-ring";
import { liveSetting } from "./settings/live-setting";

/** What this process is built of, and how it is taken apart again. */
export interface StartedRuntime {
  runtime: Runtime;
  runner: JobRunner;
  /** Lets go of everything; the runner must have been stopped. */
  close(): Promise<void>;
}

export type RuntimeOverrides = Partial<Pick<Runtime, "log" | "clock" | "faultPoint">>;

interface Drivers extends QueueDriver {
  events: EventBus;
  budget: ApiBudget;
  close(): Promise<void>;
}

interface Base {
  config: Config;
  log: Logger;
  db: Database;
  store: BucketStateStore;
  share: Share;
}

const REDIS_WAIT_MS = 10_000;

/** The database must have its schema already. */
export async function createRuntime(
  config: Config,
  overrides: RuntimeOverrides = {},
): Promise<StartedRuntime> {
  const log = overrides.log ?? openLog(config);
  const clock = overrides.clock ?? systemClock;
  const db = await openDatabase(config.database);
  const store = createBucketCalls({ db, log });
  const chosen = liveSetting({ read: db.read, clock }, "aws.apiSharePercent");
  const share = async (): Promise<number> => (await chosen()) ?? config.apiSharePercent;
  const drivers = await createDrivers({ config, log, db, store, share });
  const { budget, events, queue, runner } = drivers;
  const vault = createVault(openKeyRing(config, log));
  const credentials = createCredentialStore(db);
  const aws = createAws({ config, clock, log, vault, budget, credentials });
  const runtime: Runtime = {
    config,
    clock,
    random: createRandomBytes(),
    log,
    db,
    vault,
    queue,
    events,
    aws,
    unjudgedGuesses: new Map(),
    ...(overrides.faultPoint ? { faultPoint: overrides.faultPoint } : {}),
  };
  const close = async (): Promise<void> => {
    await events.close();
    await queue.close();
    await aws.close();
    await budget.close();
    await drivers.close();
    db.close();
  };
  return { runtime, runner, close };
}

function openLog({ mode, logLevel, logFiles }: Config): Logger {
  return createLogger({ component: mode, level: logLevel, files: logFiles });
}

function createDrivers(base: Base): Promise<Drivers> {
  const { redisUrl } = base.config;
  return redisUrl === undefined ? embeddedDrivers(base) : redisDrivers(base, redisUrl);
}

async function embeddedDrivers({ log, store, share }: Base): Promise<Drivers> {
  return {
    ...createEmbeddedQueue({ log }),
    events: createLocalEventBus(),
    budget: createMemoryBudget({ clock: systemClock, sharePercent: share, store }),
    close: async () => undefined,
  };
}

async function redisDrivers({ config, log, store, share }: Base, url: string): Promise<Drivers> {
  const prefix = queuePrefix(config.installationId);
  const request = connectRedis({ url, purpose: "request", log });
  const subscriber = connectRedis({ url, purpose: "subscriber", log });
  const worker = connectRedis({ url, purpose: "worker", log });
  await waitForRedis(request, REDIS_WAIT_MS);
  return {
    queue: createBullmqQueue({ redis: request, prefix, log }),
    runner: createBullmqRunner({ redis: worker, prefix, log }),
    events: await createRedisEventBus({
      publisher: request,
      subscriber,
      channel: `${prefix}:events`,
      log,
    }),
    budget: createRedisBudget({
      redis: request,
      prefix,
      sharePercent: share,
      store,
    }),
    async close() {
      for (const redis of [request, subscriber, worker]) await closeRedis(redis);
    },
  };
}
