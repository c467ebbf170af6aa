import { DiscoveryRequestedDto, DiscoveryRunDto } from "#lib/discovery/dto";
import { listDiscoveryRuns } from "#lib/discovery/list-discovery-runs";
import { requestDiscovery } from "#lib/discovery/request-discovery";
import { ListDiscoveryRunsQuery, RequestDiscoveryInput } from "#lib/discovery/schemas";
import { pageOf } from "#lib/paging";
import { declareRoute } from "#lib/web/declare-route";

const path = "/api/discovery/runs";
const tag = "Discovery";

export const listAllDiscoveryRuns = declareRoute({
  method: "GET",
  path,
  summary: "Looks at the accounts, newest first, with the progress of each account and region",
  tag,
  permission: "instances.read",
  query: ListDiscoveryRunsQuery,
  responses: { 200: pageOf(DiscoveryRunDto) },
  handle: async ({ ctx, query }) => ({ status: 200, body: await listDiscoveryRuns(ctx, query) }),
});

export const discoverNow = declareRoute({
  method: "POST",
  path,
  summary: "Look now: every enabled region of every account, or those that are chosen",
  tag,
  permission: "instances.write",
  body: RequestDiscoveryInput,
  responses: { 202: DiscoveryRequestedDto },
  handle: async ({ ctx, body }) => {
    const requested = await requestDiscovery(ctx, body);
    const headers = { Location: `/api/discovery/runs/${requested.runId}` };
    return { status: 202, body: requested, headers };
  },
});
