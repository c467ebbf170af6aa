import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import { listSeenPlaces as selectSeenPlaces } from "./list.repo";

export interface SeenPlaces {
  accounts: Array<{ accountRef: string; accountId: string }>;
  regions: string[];
}

/** Where anything was seen: what a filter or a rule can name. */
export async function listSeenPlaces(ctx: Context): Promise<SeenPlaces> {
  requirePermission(ctx, "instances.read");
  const places = await selectSeenPlaces(ctx.runtime.db.read, ctx.accounts);
  const accounts = new Map(places.map(({ accountRef, accountId }) => [accountRef, accountId]));
  return {
    accounts: Array.from(accounts, ([accountRef, accountId]) => ({ accountRef, accountId })),
    regions: [...new Set(places.map(({ region }) => region))].toSorted(),
  };
}
