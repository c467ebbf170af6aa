import { DiscoveredDto } from "#lib/discovery/dto";
import { listDiscovered } from "#lib/discovery/list-discovered";
import { ListDiscoveredQuery } from "#lib/discovery/schemas";
import { pageOf } from "#lib/paging";
import { declareRoute } from "#lib/web/declare-route";

export const listAllDiscovered = declareRoute({
  method: "GET",
  path: "/api/discovery",
  summary:
    "What runs in the accounts, as the last looks showed it: protected, unprotected or left so",
  tag: "Discovery",
  permission: "instances.read",
  query: ListDiscoveredQuery,
  responses: { 200: pageOf(DiscoveredDto) },
  handle: async ({ ctx, query }) => ({ status: 200, body: await listDiscovered(ctx, query) }),
});
