import type { Context } from "#lib/context";
import { listCredentials } from "#lib/credentials/list-credentials";
import { listSeenPlaces } from "#lib/discovery/list-seen-places";
import { toAccountOptions } from "../../discover/_components/to-account-options";
import type { WhereOptions } from "./where-fields";

export async function readWhere(ctx: Context): Promise<WhereOptions> {
  const { items } = await listCredentials(ctx, { limit: 200 });
  const { regions } = await listSeenPlaces(ctx);
  return { accounts: toAccountOptions(items), regions };
}
