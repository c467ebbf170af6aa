import { requirePermission } from "#lib/auth/require-permission";
import type { Context } from "#lib/context";
import type { InstanceFacetsDto } from "./dto";
import {
  countByAccount,
  countByRegion,
  countByState,
  listFollowedPolicies,
  listFollowedSchedules,
  listUsedCredentials,
} from "./instance-facets.repo";

/** What is in use; accounts, regions and states with their number of instances. */
export async function getInstanceFacets(ctx: Context): Promise<InstanceFacetsDto> {
  requirePermission(ctx, "instances.read");
  const { read } = ctx.runtime.db;
  const [accounts, regions, states, schedules, policies, credentials] = await Promise.all([
    countByAccount(read, ctx.accounts),
    countByRegion(read, ctx.accounts),
    countByState(read, ctx.accounts),
    listFollowedSchedules(read, ctx.accounts),
    listFollowedPolicies(read, ctx.accounts),
    listUsedCredentials(read, ctx.accounts),
  ]);
  return { accounts, regions, states, schedules, policies, credentials };
}
