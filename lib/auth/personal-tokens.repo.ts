import { and, eq, isNull } from "drizzle-orm";
import type { EpochMs } from "../clock";
import type { Queryable } from "../db/client";
import { apiTokens, users } from "../db/schema";
import type { Tx } from "../db/tx";
import type { UserRow } from "./sessions.repo";

export type TokenRow = typeof apiTokens.$inferSelect;
export interface TokenWithUser {
  token: TokenRow;
  user: UserRow;
}

export async function selectTokenByHash(
  q: Queryable,
  tokenHash: string,
): Promise<TokenWithUser | null> {
  return selectWhere(q, eq(apiTokens.tokenHash, tokenHash));
}

export async function selectToken(q: Queryable, id: string): Promise<TokenWithUser | null> {
  return selectWhere(q, eq(apiTokens.id, id));
}

export async function updateLastUse(
  tx: Tx,
  change: { id: string; at: EpochMs; address: string | null },
): Promise<void> {
  await tx
    .update(apiTokens)
    .set({ lastUsedAt: change.at, lastUsedAddress: change.address })
    .where(and(eq(apiTokens.id, change.id), isNull(apiTokens.revokedAt)));
}

async function selectWhere(
  q: Queryable,
  condition: ReturnType<typeof eq>,
): Promise<TokenWithUser | null> {
  const rows = await q
    .select({ token: apiTokens, user: users })
    .from(apiTokens)
    .innerJoin(users, eq(users.id, apiTokens.userId))
    .where(condition)
    .limit(1);
  return rows[0] ?? null;
}
