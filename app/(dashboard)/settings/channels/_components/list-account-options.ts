import type { Context } from "#lib/context";
import { listCredentials } from "#lib/credentials/list-credentials";
import type { AccountOption } from "./rule-fields";

/** The accounts that credentials reach, each once. */
export async function listAccountOptions(ctx: Context): Promise<AccountOption[]> {
  const { items } = await listCredentials(ctx, { limit: 200 });
  const options = new Map(items.map(({ accountRef, accountId }) => [accountRef, accountId]));
  return Array.from(options, ([accountRef, accountId]) => ({ accountRef, accountId }));
}
