import { and, eq, isNull } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { accounts, credentials } from "../db/schema";
import type { Tx } from "../db/tx";

/** Nothing is removed by a policy until a person confirms the account. Answers with its 12 digits. */
export async function confirmNeeded(tx: Tx, accountRef: string): Promise<string> {
  const [account] = await tx
    .update(accounts)
    .set({ retentionConfirmedAt: null })
    .where(eq(accounts.id, accountRef))
    .returning({ accountId: accounts.accountId });
  return account?.accountId ?? accountRef;
}

export async function findAccount(
  q: Queryable,
  accountRef: string,
): Promise<typeof accounts.$inferSelect | null> {
  const [account] = await q.select().from(accounts).where(eq(accounts.id, accountRef)).limit(1);
  return account ?? null;
}

/** Saved credentials that reach the account. */
export async function hasCredential(q: Queryable, accountRef: string): Promise<boolean> {
  const reach = and(eq(credentials.accountRef, accountRef), isNull(credentials.deletedAt));
  return (await q.$count(credentials, reach)) > 0;
}
