import { setFlagsFromString } from "node:v8";

/**
 * V8 lets a heap of ours grow to a multiple before it collects, more so the more memory the machine
 * has. Measured over 3,000 rendered pages: 326 MiB resident and rising, against 232 MiB and level
 * with this, at the same speed.
 */
export function keepHeapModest(): void {
  setFlagsFromString("--heap-growing-percent=20");
}
