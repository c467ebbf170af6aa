import type { EpochMs } from "../../clock";

export interface BucketKey {
  /** The 12 digits. */
  accountId: string;
  region: string;
  /** AWS's action name, for example `CreateImage`. */
  action: string;
}

/**
 * Token buckets per account, region and action, shared by all processes of an installation.
 * Every attempt of every AWS call takes one token first.
 */
export interface ApiBudget {
  /** Takes one token now (0), or says after how many milliseconds one will be there. */
  tryTake(key: BucketKey): Promise<{ waitMs: number }>;
  /** How many tokens the next `withinMs` will admit, without taking any. */
  admits(key: BucketKey, withinMs: number): Promise<number>;
  /** AWS throttled this call: empty the bucket and slow its refill, recovering over time. */
  throttled(key: BucketKey): Promise<void>;
  close(): Promise<void>;
}

/** 1 to 100, "use at most": which part of AWS's buckets is ours, as it is set now. */
export type Share = number | (() => Promise<number>);

export async function readShare(share: Share): Promise<number> {
  return typeof share === "number" ? share : share();
}

/** What is known of a bucket's calls when its state is lost: by a restart, or by an emptied Redis. */
export interface BucketStateStore {
  /** The last call of this bucket that any process made, or null. */
  lastCallAt(key: BucketKey): Promise<EpochMs | null>;
  /** Remembers a call; written soon, many at once. Never throws. */
  recordCall(key: BucketKey, at: EpochMs): void;
  /** Writes what is not written yet. */
  flush(): Promise<void>;
}
