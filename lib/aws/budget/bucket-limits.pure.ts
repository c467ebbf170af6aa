import { SCHEDULING_LIMITS } from "./scheduling-limits.pure";
import type { BucketLimit } from "./token-bucket.pure";

/** AWS's buckets per account, region and action: Amazon EC2 API throttling, default limits. */
const READING: BucketLimit = { capacity: 100, refillPerSecond: 20 };
const READING_UNPAGED: BucketLimit = { capacity: 50, refillPerSecond: 10 };
const CHANGING: BucketLimit = { capacity: 50, refillPerSecond: 5 };
const COPYING: BucketLimit = { capacity: 100, refillPerSecond: 1 };
const RESOURCE_INTENSIVE: BucketLimit = { capacity: 100, refillPerSecond: 5 };
const TAGGING: BucketLimit = { capacity: 100, refillPerSecond: 10 };

const BY_ACTION: ReadonlyMap<string, BucketLimit> = new Map([
  // With ids and without paging it draws on the smaller bucket; other lists are always paged here.
  ["DescribeInstances", READING_UNPAGED],
  ["CopyImage", COPYING],
  ["DeregisterImage", RESOURCE_INTENSIVE],
  ["DeleteSnapshot", RESOURCE_INTENSIVE],
  ["CreateSnapshot", RESOURCE_INTENSIVE],
  ["ModifyImageAttribute", RESOURCE_INTENSIVE],
  ["CreateTags", TAGGING],
  ["DeleteTags", TAGGING],
  // STS allows far more; a call here is one session for an hour.
  ["AssumeRole", READING],
  ...SCHEDULING_LIMITS,
]);

const READING_PREFIX = /^(Describe|Get|List)/;

/**
 * Calls take longer one time than another on their way: what we count at an even pace may arrive
 * closer together by so much. AWS's bucket must hold that many tokens more than ours.
 */
const ARRIVAL_SKEW_SECONDS = 1;

/** The part of AWS's bucket we allow ourselves; at least one token, so that work goes on. */
export function bucketLimitFor(action: string, sharePercent: number): BucketLimit {
  const full = BY_ACTION.get(action) ?? (READING_PREFIX.test(action) ? READING : CHANGING);
  const share = sharePercent / 100;
  const safe = full.capacity - full.refillPerSecond * ARRIVAL_SKEW_SECONDS;
  return {
    capacity: Math.max(1, Math.floor(Math.min(full.capacity * share, safe))),
    refillPerSecond: full.refillPerSecond * share,
  };
}
