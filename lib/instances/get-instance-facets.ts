import { requirePermission } from "#lib/auth/require-permission";
import type { Context } from "#lib/context";
import type { InstanceFacetsDto } from "./dto";
import { countByAccount, countByRegion, countByState } from "./instance-facets.repo";

/** The accounts, regions and states in use, each with its number of instances. */
export async function getInstanceFacets(ctx: Context): Promise<InstanceFacetsDto> {
  requirePermission(ctx, "instances.read");
  const { read } = ctx.runtime.db;
  const [accounts, regions, states] = await Promise.all([
    countByAccount(read, ctx.accounts),
    countByRegion(read, ctx.accounts),
    countByState(read, ctx.accounts),
  ]);
  return { accounts, regions, states };
}
