import { InstanceHandleDto } from "#lib/instances/dto";
import { listInstanceIds } from "#lib/instances/list-instance-ids";
import { ListInstanceIdsQuery } from "#lib/instances/schemas";
import { pageOf } from "#lib/paging";
import { declareRoute } from "#lib/web/declare-route";

export const listProtectedInstanceIds = declareRoute({
  method: "GET",
  path: "/api/instances/ids",
  summary:
    "The ids and names of all instances that the list's filters match, in the order of the ids, up to 1,000 a page: for acts on all of them",
  tag: "Instances",
  permission: "instances.read",
  query: ListInstanceIdsQuery,
  responses: { 200: pageOf(InstanceHandleDto) },
  handle: async ({ ctx, query }) => ({ status: 200, body: await listInstanceIds(ctx, query) }),
});
