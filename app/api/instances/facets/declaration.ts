import { InstanceFacetsDto } from "#lib/instances/dto";
import { getInstanceFacets } from "#lib/instances/get-instance-facets";
import { declareRoute } from "#lib/web/declare-route";

export const getProtectedInstanceFacets = declareRoute({
  method: "GET",
  path: "/api/instances/facets",
  summary: "The accounts, regions and states in use, with their number of instances",
  tag: "Instances",
  permission: "instances.read",
  responses: { 200: InstanceFacetsDto },
  handle: async ({ ctx }) => ({ status: 200, body: await getInstanceFacets(ctx) }),
});
