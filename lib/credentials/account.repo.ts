import { and, eq } from "drizzle-orm";
import type { CallerIdentity } from "#lib/aws/aws";
import { accounts } from "#lib/db/schema/index";
import type { Tx } from "#lib/db/tx";
import { newId } from "#lib/ids";
import type { Runtime } from "#lib/runtime";

export type AccountRow = typeof accounts.$inferSelect;

/** The row of an AWS account; the first credential that reaches it makes one. */
export async function findOrAddAccount(
  tx: Tx,
  runtime: Pick<Runtime, "clock" | "random">,
  identity: Pick<CallerIdentity, "accountId" | "partition">,
): Promise<{ account: AccountRow; added: boolean }> {
  const { accountId, partition } = identity;
  const [known] = await tx
    .select()
    .from(accounts)
    .where(and(eq(accounts.partition, partition), eq(accounts.accountId, accountId)))
    .limit(1);
  if (known) return { account: known, added: false };
  const now = runtime.clock.now();
  const account = {
    id: newId("acc", now, runtime.random),
    accountId,
    partition,
    name: null,
    createdAt: now,
    // Nothing was recorded of it before: there is nothing that a person would have to confirm.
    retentionConfirmedAt: now,
  };
  await tx.insert(accounts).values(account);
  return { account, added: true };
}
