import { and, eq, isNull } from "drizzle-orm";
import type { EpochMs } from "../clock";
import { apiTokens } from "../db/schema";
import type { Tx } from "../db/tx";

export async function revokeUserTokens(
  tx: Tx,
  change: { userId: string; at: EpochMs; reason: string },
): Promise<void> {
  await tx
    .update(apiTokens)
    .set({ revokedAt: change.at, revokedReason: change.reason })
    .where(and(eq(apiTokens.userId, change.userId), isNull(apiTokens.revokedAt)));
}
