import type { Context } from "#lib/context";
import { listCredentials } from "#lib/credentials/list-credentials";
import { listSeenPlaces } from "#lib/discovery/list-seen-places";
import { everyPage } from "../../../../_components/every-page";
import { toAccountOptions } from "../../discover/_components/to-account-options";
import type { WhereOptions } from "./where-fields";

export async function readWhere(ctx: Context): Promise<WhereOptions> {
  const items = await everyPage((page) => listCredentials(ctx, page));
  const { regions } = await listSeenPlaces(ctx);
  return { accounts: toAccountOptions(items), regions };
}
