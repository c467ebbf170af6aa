import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { AccountScope } from "../context";
import type { Queryable } from "../db/client";
import { inScope } from "../db/in-scope";
import { accounts, instances } from "../db/schema";
import type { Tx } from "../db/tx";

/** False where it is confirmed already or there is none. */
export async function confirmAccount(
  tx: Tx,
  { accountRef, now }: { accountRef: string; now: number },
): Promise<boolean> {
  const rows = await tx
    .update(accounts)
    .set({ retentionConfirmedAt: now })
    .where(and(eq(accounts.id, accountRef), isNull(accounts.retentionConfirmedAt)))
    .returning({ id: accounts.id });
  return rows.length > 0;
}

export async function selectRetentionAccounts(
  q: Queryable,
  { accounts: scope }: { accounts: AccountScope },
) {
  return q
    .select({
      accountRef: accounts.id,
      accountId: accounts.accountId,
      name: accounts.name,
      confirmedAt: accounts.retentionConfirmedAt,
      availableCount: sql<number>`coalesce(sum(${instances.availableCount}), 0)`,
    })
    .from(accounts)
    .leftJoin(instances, eq(instances.accountRef, accounts.id))
    .where(inScope(accounts.id, scope))
    .groupBy(accounts.id)
    .orderBy(asc(accounts.accountId));
}
