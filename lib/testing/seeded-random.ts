import { createHash } from "node:crypto";
import type { RandomBytes } from "../ids";

/** The same bytes for the same seed: SHA-256 of seed and counter, as a stream. */
export function seededRandom(seed: string): RandomBytes {
  let counter = 0;
  return (size) => {
    const blocks: Buffer[] = [];
    for (let length = 0; length < size; length += 32) {
      blocks.push(createHash("sha256").update(`${seed}-${counter++}`).digest());
    }
    return Buffer.concat(blocks).subarray(0, size);
  };
}
