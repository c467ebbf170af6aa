import type { BackupStatus } from "../db/schema/constants";

/** How a run went, whatever became of its image later. */
export const RUN_OUTCOMES = ["good", "failed", "missed", "skipped", "underWay"] as const;
export type RunOutcome = (typeof RUN_OUTCOMES)[number];

export const OUTCOME_STATUSES: Readonly<Record<RunOutcome, readonly BackupStatus[]>> = {
  good: ["available", "deleting", "deleted", "forgotten", "gone"],
  failed: ["failed"],
  missed: ["missed"],
  skipped: ["skipped"],
  underWay: ["expected", "queued", "creating", "pending"],
};

export type OutcomeCounts = Record<RunOutcome, number>;

export function noOutcomes(): OutcomeCounts {
  return { good: 0, failed: 0, missed: 0, skipped: 0, underWay: 0 };
}

export function addOutcome(counts: OutcomeCounts, status: BackupStatus, n: number): void {
  const outcome = RUN_OUTCOMES.find((one) => OUTCOME_STATUSES[one].includes(status));
  if (outcome !== undefined) counts[outcome] += n;
}
