import { Queue as BullQueue } from "bullmq";
import type { Redis } from "ioredis";
import { MINUTE, type EpochMs } from "../clock";
import type { RepeatHandler } from "./queue";

/** No job asks to come back so much later. */
const WAIT_MS_MAX = 15 * MINUTE;
/** BullMQ sorts what is delayed by its instant, and by a counter in the last 12 bits. */
const SCORES_PER_MS = 0x1000;

interface Connection {
  redis: Redis;
  prefix: string;
}

/**
 * Jobs wait in Redis for an instant of the machine's clock. Once that is set back they would wait
 * for as long as it was ahead, and so would whoever asks for the same: they are looked at now.
 */
export async function promoteLate(
  { redis, prefix }: Connection,
  { name, now }: { name: string; now: EpochMs },
): Promise<boolean> {
  const key = `${prefix}:${name}:delayed`;
  if (!(await isAnyAfter(redis, key, now + WAIT_MS_MAX))) return false;
  const queue = new BullQueue(name, { connection: redis, prefix });
  // Without a listener an `error` event would end the process; what failed is thrown as well.
  queue.on("error", () => undefined);
  try {
    await queue.promoteJobs();
  } finally {
    await queue.close();
  }
  return true;
}

/** The same for repeats, whose next rounds follow from their last: they begin anew. */
export async function forgetLate(
  redis: Redis,
  { queue, repeats, now }: { queue: BullQueue; repeats: readonly RepeatHandler[]; now: EpochMs },
): Promise<boolean> {
  const longestMs = Math.max(...repeats.map(({ everyMs }) => everyMs));
  const key = queue.toKey("delayed");
  if (!(await isAnyAfter(redis, key, now + longestMs + MINUTE))) return false;
  for (const { name } of repeats) await queue.removeJobScheduler(name);
  return true;
}

async function isAnyAfter(redis: Redis, key: string, instant: EpochMs): Promise<boolean> {
  return (await redis.zcount(key, instant * SCORES_PER_MS, "+inf")) > 0;
}
