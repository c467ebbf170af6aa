import type { Context } from "#lib/context";
import { listCredentials } from "#lib/credentials/list-credentials";
import { everyPage } from "../../../../_components/every-page";
import type { AccountOption } from "./rule-fields";

/** The accounts that credentials reach, each once. */
export async function listAccountOptions(ctx: Context): Promise<AccountOption[]> {
  const items = await everyPage((page) => listCredentials(ctx, page));
  const options = new Map(items.map(({ accountRef, accountId }) => [accountRef, accountId]));
  return Array.from(options, ([accountRef, accountId]) => ({ accountRef, accountId }));
}
