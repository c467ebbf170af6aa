import type { Ec2 } from "../aws/ec2/ec2";
import { AwsCallError } from "../aws/aws-call-error";
import { engineContext } from "../backups/engine-context";
import { SECOND } from "../clock";
import type { Context } from "../context";
import { ServiceError } from "../errors";
import type { JobResult } from "../queue/queue";
import type { Runtime } from "../runtime";
import { chaseSnapshots } from "./chase-snapshots";
import { performRemovals } from "./perform-removals";
import { postponeRemovals } from "./postpone-removals";
import { takeProvable } from "./prove-removals";
import { withRemover } from "./remover";
import { listDueRemovals, type Place, type Removal } from "./removals.repo";

/** So many share a proof; at AWS's own rate they are sent well within its life. */
const PER_PROOF = 50;
/** Fewer tokens than this, and it is worth waiting: each proof is a call too. */
const TOKENS_MIN = 20;
const TOKEN_WAITS_MS = [1, 2, 4, 8, 15].map((seconds) => seconds * SECOND);
const ROUNDS_MAX = 20;

/** Takes every removal of one account and region as far as it can go now. */
export async function runRemovals(runtime: Runtime, place: Place): Promise<JobResult> {
  const ctx = engineContext(runtime, "removal.run");
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const now = runtime.clock.now();
    const due = await listDueRemovals(runtime.db.read, { ...place, now, limit: PER_PROOF });
    if (due.length === 0) break;
    const tokens = await countTokens(runtime, due);
    if ("waitMs" in tokens) return { retryAfterMs: tokens.waitMs };
    const provable = await takeProvable(ctx, due.slice(0, tokens.count));
    const result = await attempt(ctx, place, provable);
    if (result !== undefined) return result;
  }
  return chaseSnapshots(ctx, place);
}

/** How many DeregisterImage calls are admitted now, or how long to wait for a worthwhile number. */
async function countTokens(
  { aws: { budget } }: Runtime,
  due: readonly Removal[],
): Promise<{ count: number } | { waitMs: number }> {
  const [first] = due;
  if (!first) return { count: 0 };
  const { accountId, backup } = first;
  const key = { accountId, region: backup.region, action: "DeregisterImage" };
  const wanted = Math.min(due.length, TOKENS_MIN);
  const count = await budget.admits(key, 0);
  if (count >= wanted) return { count };
  for (const waitMs of TOKEN_WAITS_MS) {
    if ((await budget.admits(key, waitMs)) >= wanted) return { waitMs };
  }
  // A bucket that never holds so many: what there is.
  return count > 0 ? { count } : { waitMs: TOKEN_WAITS_MS.at(-1) ?? SECOND };
}

async function attempt(
  ctx: Context,
  place: Place,
  removals: readonly Removal[],
): Promise<JobResult> {
  const preferredId = removals.find(({ credentialId }) => credentialId)?.credentialId ?? null;
  try {
    return await withRemover(ctx, { ...place, preferredId }, (ec2: Ec2) =>
      performRemovals(ctx, { ec2, removals }),
    );
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    ctx.runtime.log.warn({ ...place, reason: error.reason }, "removals could not be proven");
    // No token yet: the rows stay due, and the same job comes back.
    if (error instanceof AwsCallError && error.outcome === "not_sent" && error.retryAfterMs) {
      return { retryAfterMs: error.retryAfterMs };
    }
    await postponeRemovals(ctx, { removals, error });
    return;
  }
}
