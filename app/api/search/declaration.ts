import { QuickSearchDto } from "#lib/search/dto";
import { quickSearch } from "#lib/search/quick-search";
import { QuickSearchQuery } from "#lib/search/schemas";
import { declareRoute } from "#lib/web/declare-route";

export const searchQuickly = declareRoute({
  method: "GET",
  path: "/api/search",
  summary: "Instances and backups by a name or the beginning of an id",
  tag: "Search",
  permission: "instances.read",
  query: QuickSearchQuery,
  responses: { 200: QuickSearchDto },
  handle: async ({ ctx, query }) => ({ status: 200, body: await quickSearch(ctx, query) }),
});
