import { HOUR } from "../clock";
import { userIdOf, type Context } from "../context";
import type { Queryable } from "../db/client";
import { ForbiddenError } from "../errors";
import { hasDestroyed } from "./destructive-acts.repo";
import { PROOF_MS, requireProof } from "./require-permission";

/** How much a person destroys one by one, in any hour, before each further act asks for a proof. */
export const UNPROVEN_ACTS_MAX = 10;

/**
 * Destruction in bulk is so also one by one. Called in the transaction that writes the act's audit
 * entry, so that acts at once, also of other processes, count each other. Jobs and the command
 * line are not counted. Throws `forbidden` with the reason `proof_required`.
 */
export async function requireProofOfMany(ctx: Context, q: Queryable): Promise<void> {
  const { actor } = ctx;
  const userId = userIdOf(actor);
  const now = ctx.runtime.clock.now();
  if (userId === null || (actor.type === "user" && now - actor.provenAt < PROOF_MS)) return;
  const since = now - HOUR;
  if (!(await hasDestroyed(q, { userId, since, count: UNPROVEN_ACTS_MAX }))) return;
  requireProof(ctx);
  throw new ForbiddenError(
    `A token deletes no more once its user deleted ${UNPROVEN_ACTS_MAX} within an hour.`,
    {
      reason: "proof_required",
      suggestion: "Sign in at /api/login, with a fresh proof, or make a plan.",
    },
  );
}
