import type { AwsCallError } from "../aws/aws-call-error";
import { isDeadImage } from "../backups/decide-look-up.pure";
import type { Context } from "../context";
import type { RemovalClaim } from "./claim-removal";
import { lastEffectAt, LATER_PAUSE_MS, UNHEARD_PAUSE_MS } from "./removal-timing.pure";
import { settleLater, settleRemoved, settleStopped } from "./settle-removal";

/** AWS has no image of this id, or knows that it had one. */
const GONE_CODES: ReadonlySet<string> = new Set([
  "InvalidAMIID.NotFound",
  "InvalidAMIID.Unavailable",
]);

/** What a DeregisterImage that did not succeed means for its backup. */
export async function settleRefusal(
  ctx: Context,
  { backup, before }: RemovalClaim,
  error: AwsCallError,
): Promise<void> {
  const { db, clock } = ctx.runtime;
  const now = clock.now();
  const { outcome, awsCode: code, message: reason, suggestion } = error;
  if (outcome === "refused" && GONE_CODES.has(code)) {
    const message = `AWS has ${backup.imageId} no more.`;
    return db.write((tx) => settleRemoved(tx, ctx, { backup, results: null, message }));
  }
  if (outcome === "unknown") {
    const untilAt = now + UNHEARD_PAUSE_MS;
    return db.write((tx) => settleLater(tx, ctx, { backup, untilAt, code, reason }));
  }
  const pauseMs = error.retryAfterMs ?? LATER_PAUSE_MS;
  if (outcome !== "refused") {
    const untilAt = now + pauseMs;
    return db.write((tx) => settleLater(tx, ctx, { backup, untilAt, code, reason, before }));
  }
  const untilAt = effectUntil(before);
  // An earlier request may still take effect: it is not called available before that is over.
  if (untilAt > now) {
    return db.write((tx) => settleLater(tx, ctx, { backup, untilAt, code, reason, before }));
  }
  const to = isDeadImage({ state: backup.imageState ?? "" }) ? "failed" : "available";
  return db.write((tx) =>
    settleStopped(tx, ctx, { backup, to, code, reason, suggestion, refused: true }),
  );
}

function effectUntil({ deregisterSentAt, leaseExpiresAt }: RemovalClaim["before"]): number {
  if (deregisterSentAt === null || leaseExpiresAt === null) return 0;
  return lastEffectAt(leaseExpiresAt);
}
