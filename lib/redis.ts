import { Redis } from "ioredis";
import { MINUTE, SECOND, systemClock } from "./clock";
import { PreconditionFailedError } from "./errors";
import type { Logger } from "./logger";

/**
 * - `request`: fails at once while Redis is away, so that nobody's request hangs;
 * - `worker`: BullMQ's consumers, which wait for Redis to come back;
 * - `subscriber`: pub/sub, which waits likewise and subscribes again.
 */
export type RedisPurpose = "request" | "worker" | "subscriber";

const RECONNECT_MS_MAX = 2 * SECOND;
const COMMAND_TIMEOUT_MS = 5 * SECOND;
/** One line per outage and minute, not one per attempt. */
const COMPLAIN_EVERY_MS = MINUTE;

/** The one place that connects to Redis. */
export function connectRedis(options: { url: string; purpose: RedisPurpose; log: Logger }): Redis {
  const { url, purpose, log } = options;
  const redis = new Redis(url, {
    connectionName: `amivault-${purpose}`,
    retryStrategy: (times) => Math.min(RECONNECT_MS_MAX, 50 * 2 ** Math.min(times, 6)),
    // The check sends INFO, which a connection that has subscribed meanwhile refuses.
    enableReadyCheck: purpose !== "subscriber",
    ...(purpose === "request"
      ? { maxRetriesPerRequest: 1, enableOfflineQueue: false, commandTimeout: COMMAND_TIMEOUT_MS }
      : { maxRetriesPerRequest: null }),
  });
  // Without a listener an `error` event would end the process.
  redis.on("error", complain(log, purpose));
  return redis;
}

/** At start only: a Redis that cannot be reached then is a setting to be mended. */
export async function waitForRedis(redis: Redis, timeoutMs: number): Promise<void> {
  if (redis.status === "ready") return;
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(unreachable(redis)), timeoutMs);
    redis.once("ready", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function unreachable(redis: Redis): PreconditionFailedError {
  const { host, port } = redis.options;
  return new PreconditionFailedError(`Redis at ${host ?? "?"}:${port ?? "?"} does not answer.`, {
    suggestion: "Start it, or correct REDIS_URL.",
  });
}

/** A connection that is down has nothing to say goodbye to. */
export async function closeRedis(redis: Redis): Promise<void> {
  if (redis.status === "ready") await redis.quit().catch(() => undefined);
  redis.disconnect();
}

function complain(log: Logger, purpose: RedisPurpose): (error: Error) => void {
  let complainedAt = 0;
  return (error) => {
    const now = systemClock.now();
    if (now - complainedAt < COMPLAIN_EVERY_MS) return;
    complainedAt = now;
    log.error({ err: error, purpose }, "Redis does not answer; trying again");
  };
}
