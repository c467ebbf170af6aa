import { z } from "zod";
import { DiscoveryRunDto } from "#lib/discovery/dto";
import { getDiscoveryRun } from "#lib/discovery/list-discovery-runs";
import { declareRoute } from "#lib/web/declare-route";

export const getOneDiscoveryRun = declareRoute({
  method: "GET",
  path: "/api/discovery/runs/{id}",
  summary: "One look at the accounts, with the progress of each account and region",
  tag: "Discovery",
  permission: "instances.read",
  params: z.object({ id: z.string().min(1).max(64) }),
  responses: { 200: DiscoveryRunDto },
  handle: async ({ ctx, params }) => ({
    status: 200,
    body: await getDiscoveryRun(ctx, { runId: params.id }),
  }),
});
