import type { EpochMs } from "../clock";
import type { RetentionBackup, RetentionInstance, RetentionRules } from "./retention-rules.pure";
import { simulateRetention } from "./simulate-retention.pure";

export interface ProjectionInput<B extends RetentionBackup> {
  policy: RetentionRules;
  backups: readonly B[];
  now: EpochMs;
  instance: RetentionInstance;
  /** Moments to come, ascending, at which a scheduled backup is made. */
  runs: readonly EpochMs[];
}

/**
 * When each backup that is kept now will go, if every run to come succeeds at its moment and
 * nothing else changes; without an entry it outlives the last of the runs.
 */
export function projectRetention<B extends RetentionBackup>(
  input: ProjectionInput<B>,
): ReadonlyMap<string, EpochMs> {
  const goesAt = new Map<string, EpochMs>();
  const { real, realGoesAt } = simulateRetention(input);
  for (const [index, { id }] of real.entries()) {
    const at = realGoesAt[index];
    if (at !== undefined && at > input.now && at !== Infinity) goesAt.set(id, at);
  }
  return goesAt;
}
