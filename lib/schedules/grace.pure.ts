import { MINUTE_MS } from "./civil-day.pure";

/** How long after its start window a run may take at least. */
export const GRACE_MIN_MS = 30 * MINUTE_MS;

/** Twice what the instance's backups took lately (the middle one of them), and at least 30 min. */
export function graceMs(durationsMs: readonly number[]): number {
  const sorted = durationsMs.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  return Math.max(GRACE_MIN_MS, lower + upper);
}
