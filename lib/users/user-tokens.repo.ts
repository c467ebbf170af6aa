import { and, eq, isNull } from "drizzle-orm";
import type { EpochMs } from "../clock";
import { apiTokens } from "../db/schema";
import type { Tx } from "../db/tx";

/** Returns how many were not revoked before, expired ones among them. */
export async function revokeUserTokens(
  tx: Tx,
  change: { userId: string; at: EpochMs; reason: string },
): Promise<number> {
  const revoked = await tx
    .update(apiTokens)
    .set({ revokedAt: change.at, revokedReason: change.reason })
    .where(and(eq(apiTokens.userId, change.userId), isNull(apiTokens.revokedAt)))
    .returning({ id: apiTokens.id });
  return revoked.length;
}
