import type { Context } from "../context";
import { PROOF_LIFE_MS } from "./removal-timing.pure";

/** A process that was stopped after AWS's answer must not delete by it when it wakes up. */
export function requireYoungProof(
  ctx: Context,
  { resourceId, provenAt }: { resourceId: string; provenAt: number },
): void {
  const ageMs = ctx.runtime.clock.now() - provenAt;
  if (ageMs <= PROOF_LIFE_MS && ageMs >= 0) return;
  throw new Error(`The proof for ${resourceId} is ${ageMs} ms old: not sent.`);
}
