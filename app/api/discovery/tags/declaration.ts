import { TagTextsDto } from "#lib/discovery/dto";
import { listTags } from "#lib/discovery/list-tags";
import { ListTagsQuery } from "#lib/discovery/schemas";
import { declareRoute } from "#lib/web/declare-route";

export const listDiscoveredTags = declareRoute({
  method: "GET",
  path: "/api/discovery/tags",
  summary: "Keys of the tags that discovered instances have, or the values of one key",
  tag: "Discovery",
  permission: "instances.read",
  query: ListTagsQuery,
  responses: { 200: TagTextsDto },
  handle: async ({ ctx, query }) => ({ status: 200, body: await listTags(ctx, query) }),
});
