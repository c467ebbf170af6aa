import { Queue as BullQueue } from "bullmq";
import type { Redis } from "ioredis";
import type { Logger } from "../logger";
import { jobOptions } from "./bullmq-settings";
import type { Queue } from "./queue";

export interface BullmqQueueOptions {
  /** A `request` connection; it is not closed here. */
  redis: Redis;
  prefix: string;
  log: Logger;
}

/** Bounds one round trip. */
const BULK_MAX = 500;

export function createBullmqQueue(options: BullmqQueueOptions): Queue {
  const { redis, prefix, log } = options;
  const queues = new Map<string, BullQueue>();
  const queueOf = (name: string): BullQueue => {
    const found = queues.get(name);
    if (found) return found;
    const queue = new BullQueue(name, { connection: redis, prefix });
    queue.on("error", (err) => log.warn({ err, queue: name }, "the queue's connection failed"));
    queues.set(name, queue);
    return queue;
  };
  return {
    async enqueue(definition, payloads, enqueueOptions) {
      const { name } = definition;
      const delayMs = enqueueOptions?.delayMs ?? 0;
      const jobs = payloads.map((data) => {
        return { name, data, opts: jobOptions(definition.key(data), delayMs) };
      });
      try {
        // While Redis is away BullMQ would wait for it, and with it whoever asked.
        if (redis.status !== "ready") throw new Error(`Redis is ${redis.status}`);
        for (let at = 0; at < jobs.length; at += BULK_MAX) {
          await queueOf(name).addBulk(jobs.slice(at, at + BULK_MAX));
        }
      } catch (err) {
        log.warn({ err, job: name, count: jobs.length }, "jobs were not queued; the tick will");
      }
    },
    async isReady() {
      if (redis.status !== "ready") return false;
      return redis.ping().then(
        () => true,
        () => false,
      );
    },
    async close() {
      await Promise.all(Array.from(queues.values(), (queue) => queue.close()));
    },
  };
}
