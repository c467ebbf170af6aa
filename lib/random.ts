import { randomFillSync } from "node:crypto";
import type { RandomBytes } from "./ids";

const POOL_BYTES = 4_096;

/**
 * Randomness of the operating system, fetched for many ids at once: each fetch costs more than an
 * id does. No byte is given out twice.
 */
export function createRandomBytes(
  fill: (pool: Uint8Array) => unknown = (pool) => randomFillSync(pool),
): RandomBytes {
  const pool = new Uint8Array(POOL_BYTES);
  let used = POOL_BYTES;
  return (size) => {
    if (size > POOL_BYTES) throw new RangeError(`At most ${POOL_BYTES} bytes at once.`);
    if (used + size > POOL_BYTES) {
      fill(pool);
      used = 0;
    }
    const bytes = pool.slice(used, used + size);
    // What somebody was given is nowhere else afterwards.
    pool.fill(0, used, used + size);
    used += size;
    return bytes;
  };
}
