import { HOUR } from "#lib/clock";

/** The most instants that any hour holds, wherever it begins. */
export function mostInAnHour(instants: readonly number[]): number {
  const sorted = instants.toSorted((a, b) => a - b);
  let most = 0;
  let from = 0;
  for (const [at, instant] of sorted.entries()) {
    while (instant - (sorted[from] ?? 0) >= HOUR) from++;
    most = Math.max(most, at - from + 1);
  }
  return most;
}
