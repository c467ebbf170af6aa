import { AwsCallError } from "../aws/aws-call-error";
import { patchPlace } from "./places.repo";
import type { Work } from "./work-on-object";

/** AWS's default for a bus, which may be raised and is 100 in a few regions. */
const RULES_QUOTA = 300;
/** So much is left to others, and to what is made while we look. */
const RESERVE = 50;

/** Where EventBridge had no room for rules: whether it has again, by all rules of the bus. */
export async function noticeRoom({ ctx, place, at }: Work): Promise<void> {
  if (!place.rulesFull) return;
  try {
    if ((await at.scheduling.events.countRules()) > RULES_QUOTA - RESERVE) return;
  } catch (error) {
    // Schedules do as well: nothing hangs on it.
    if (error instanceof AwsCallError && error.outcome !== "not_sent") return;
    throw error;
  }
  const set = { rulesFull: false, derivedFrom: null };
  await ctx.runtime.db.write((tx) => patchPlace(tx, place.id, set));
}
