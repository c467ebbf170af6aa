import type { JobsOptions } from "bullmq";
import { DAY, SECOND } from "../clock";
import { FAILURES_MAX } from "./run-job";

/** The queue of all repeats; every job definition has a queue of its own, named like it. */
export const REPEAT_QUEUE = "repeat";

/** A worker that died or was stopped holds its jobs for at most lock + check. */
export const LOCK_MS = 15 * SECOND;
export const STALLED_CHECK_MS = 5 * SECOND;
/** A job that was left behind so often is dropped; the tick finds its row again. */
export const STALLED_MAX = 3;
/** An emptied Redis forgets its job schedulers for at most this long. */
export const UPSERT_EVERY_MS = 5 * SECOND;

/** Several installations may share one Redis. */
export function queuePrefix(installationId: string): string {
  return `amivault-${installationId}`;
}

/** BullMQ's `keepLastIfActive`: a job added while its like is running runs once more afterwards. */
export function jobOptions(key: string, delayMs: number): JobsOptions {
  return {
    deduplication: { id: key, keepLastIfActive: true },
    attempts: FAILURES_MAX,
    backoff: { type: "custom" },
    removeOnComplete: true,
    removeOnFail: { age: DAY / SECOND, count: 1_000 },
    ...(delayMs > 0 ? { delay: delayMs } : {}),
  };
}
