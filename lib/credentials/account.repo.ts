import { and, eq } from "drizzle-orm";
import type { CallerIdentity } from "#lib/aws/aws";
import type { Context } from "#lib/context";
import type { Queryable } from "#lib/db/client";
import { accounts } from "#lib/db/schema/index";
import type { Tx } from "#lib/db/tx";
import { newId } from "#lib/ids";
import type { Runtime } from "#lib/runtime";

export type AccountRow = typeof accounts.$inferSelect;

/** Whether this person may see the AWS account, which may be none that is known. */
export async function seesAccount(
  q: Queryable,
  { accounts: scope }: Context,
  { accountId, partition }: Pick<CallerIdentity, "accountId" | "partition">,
): Promise<boolean> {
  if (scope === "all") return true;
  const [known] = await q
    .select({ id: accounts.id })
    .from(accounts)
    .where(and(eq(accounts.partition, partition), eq(accounts.accountId, accountId)))
    .limit(1);
  return known !== undefined && scope.includes(known.id);
}

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
