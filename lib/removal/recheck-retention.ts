import { isDeadImage } from "../backups/decide-look-up.pure";
import type { Queryable } from "../db/client";
import { planRetention } from "../retention/plan-retention.pure";
import { readCompared } from "../retention/compared-places.repo";
import { findRetentionInstance } from "../retention/read-histories";
import { findPolicyOf } from "./floor.repo";
import { keptByPlan } from "./kept-by-plan.pure";
import type { Removal } from "./removals.repo";
import { findJudged, isConfirmed } from "./retention-facts.repo";

/**
 * Why its policy no longer releases a backup that retention removes, or null while it does. `now`
 * is AWS's time of the answer that shall prove the removal: ages count by no other clock. `ourNow`
 * is ours, by which we know how long we were away.
 */
export async function findKeptBy(
  q: Queryable,
  { removal, now, ourNow }: { removal: Removal; now: number; ourNow: number },
): Promise<string | null> {
  if (removal.plan?.kind !== "retention") return null;
  const { id: victimId, instanceRef, accountRef, region, imageState } = removal.backup;
  // What failed is cleaned up after its own time, by no rule of a policy.
  if (isDeadImage({ state: imageState ?? "" })) return null;
  if (!(await isConfirmed(q, accountRef))) {
    return "Nobody has confirmed that retention may remove in its account.";
  }
  if (!(await readCompared(q, { accountRef, now: ourNow })).has(region)) {
    return `${region} was not compared with AWS since AMIVault was away.`;
  }
  const policy = await findPolicyOf(q, instanceRef);
  const instance = await findRetentionInstance(q, { instanceRef, now });
  if (!policy || !instance) return "Its policy is not there any more.";
  if (!policy.enforced) return `Its policy ${policy.name} is no longer enforced.`;
  const backups = await findJudged(q, { instanceRef, victimId });
  const plan = planRetention({ policy, backups, now, instance });
  const survivorIds = removal.backup.removalSurvivorIds ?? [];
  return keptByPlan({ plan, policy, victimId, survivorIds, now });
}
