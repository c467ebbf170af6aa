import {
  initialBucket,
  takeToken,
  type BucketLimit,
  type BucketState,
} from "../aws/budget/token-bucket.pure";
import type { Runtime } from "../runtime";

/** What a thousand instances report at one moment, and more than they report in a day. */
const LIMIT: BucketLimit = { capacity: 6_000, refillPerSecond: 10 };

const buckets = new WeakMap<Runtime, Map<string, BucketState>>();

/**
 * Whether this process takes another report of the place now: whoever has its key could otherwise
 * fill the audit trail without end. Only signed ones count, and there are as many buckets as places.
 */
export function takesReport(runtime: Runtime, placeId: string): boolean {
  const now = runtime.clock.now();
  const ofPlaces = buckets.get(runtime) ?? new Map<string, BucketState>();
  buckets.set(runtime, ofPlaces);
  const known = ofPlaces.get(placeId) ?? initialBucket({ limit: LIMIT, lastCallAt: null, now });
  const { state, waitMs } = takeToken(known, LIMIT, now);
  ofPlaces.set(placeId, state);
  return waitMs === 0;
}
