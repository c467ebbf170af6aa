import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import type { DiscoveredCountsDto } from "./dto";
import { countByStatus } from "./list.repo";

export async function countDiscovered(ctx: Context): Promise<DiscoveredCountsDto> {
  requirePermission(ctx, "instances.read");
  return countByStatus(ctx.runtime.db.read, ctx.accounts);
}
