import { requirePermission } from "#lib/auth/require-permission";
import type { Context } from "#lib/context";
import { selectPlaces } from "./places.repo";

/** The accounts (their 12 digits) and regions in which there are protected instances, in order. */
export async function listPlaces(ctx: Context): Promise<{ accounts: string[]; regions: string[] }> {
  requirePermission(ctx, "instances.read");
  const places = await selectPlaces(ctx.runtime.db.read, ctx.accounts);
  return {
    accounts: [...new Set(places.map(({ accountId }) => accountId))].toSorted(),
    regions: [...new Set(places.map(({ region }) => region))].toSorted(),
  };
}
