import type { EpochMs } from "../clock";
import { countsForFloor, floorOf, type RetentionPlan } from "../retention/plan-retention.pure";
import type { RetentionBackup } from "../retention/retention-rules.pure";

/**
 * Why what its policy says now no longer lets a backup go, or null while it does. The floor must
 * stand on survivors that the same answer of AWS proves: what else the records call available may
 * be there no more.
 */
export function keptByPlan(options: {
  /** Of now, by AWS's time. */
  plan: RetentionPlan<RetentionBackup>;
  policy: { name: string; floor: number };
  victimId: string;
  /** Named when the removal was planned; each is proven with the victim. */
  survivorIds: readonly string[];
  now: EpochMs;
}): string | null {
  const { plan, policy, victimId, survivorIds, now } = options;
  if (!plan.remove.some(({ backup }) => backup.id === victimId)) {
    return plan.frozen
      ? "The newest scheduled run failed: nothing goes until one succeeds."
      : `By AWS's time its policy ${policy.name} keeps it.`;
  }
  const named = new Set(survivorIds);
  const proven = plan.keep.filter(
    ({ backup }) => named.has(backup.id) && countsForFloor(backup, now),
  );
  const floor = floorOf(policy);
  if (proven.length >= floor) return null;
  return `Only ${proven.length} of those that were to stay in its place still count; its policy's floor is ${floor}.`;
}
