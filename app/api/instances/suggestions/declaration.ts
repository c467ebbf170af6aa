import { InstanceSuggestionsDto } from "#lib/instances/dto";
import { SuggestInstancesQuery } from "#lib/instances/schemas";
import { suggestInstances } from "#lib/instances/suggest-instances";
import { declareRoute } from "#lib/web/declare-route";

export const suggestProtectedInstances = declareRoute({
  method: "GET",
  path: "/api/instances/suggestions",
  summary: "Instances and tags that begin as what was typed so far",
  tag: "Instances",
  permission: "instances.read",
  query: SuggestInstancesQuery,
  responses: { 200: InstanceSuggestionsDto },
  handle: async ({ ctx, query }) => ({ status: 200, body: await suggestInstances(ctx, query) }),
});
