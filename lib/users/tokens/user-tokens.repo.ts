import { and, desc, eq, gt, isNull } from "drizzle-orm";
import type { TokenRow } from "../../auth/personal-tokens.repo";
import type { EpochMs } from "../../clock";
import type { Queryable } from "../../db/client";
import { apiTokens } from "../../db/schema";
import type { Tx } from "../../db/tx";

/** Those that still open something, the newest first. */
export async function selectLiveTokens(
  q: Queryable,
  of: { userId: string; now: EpochMs },
): Promise<TokenRow[]> {
  return q
    .select()
    .from(apiTokens)
    .where(
      and(
        eq(apiTokens.userId, of.userId),
        isNull(apiTokens.revokedAt),
        gt(apiTokens.expiresAt, of.now),
      ),
    )
    .orderBy(desc(apiTokens.createdAt), desc(apiTokens.id));
}

export async function insertToken(tx: Tx, row: TokenRow): Promise<void> {
  await tx.insert(apiTokens).values(row);
}

/** Of this user alone; returns the row that was not revoked until now, or null. */
export async function markRevoked(
  tx: Tx,
  change: { id: string; userId: string; at: EpochMs; reason: string },
): Promise<TokenRow | null> {
  const { id, userId, at, reason } = change;
  const revoked = await tx
    .update(apiTokens)
    .set({ revokedAt: at, revokedReason: reason })
    .where(and(eq(apiTokens.id, id), eq(apiTokens.userId, userId), isNull(apiTokens.revokedAt)))
    .returning();
  return revoked[0] ?? null;
}
