import { z } from "zod";
import { InstanceHistoryDto } from "#lib/instances/dto";
import { getInstanceHistory } from "#lib/instances/get-instance-history";
import { InstanceHistoryQuery } from "#lib/instances/schemas";
import { pageOf } from "#lib/paging";
import { declareRoute } from "#lib/web/declare-route";

export const getOneInstanceHistory = declareRoute({
  method: "GET",
  path: "/api/instances/{id}/history",
  summary: "What was done to an instance and by whom, newest first",
  tag: "Instances",
  permission: "audit.read",
  params: z.object({ id: z.string().min(1).max(64) }),
  query: InstanceHistoryQuery,
  responses: { 200: pageOf(InstanceHistoryDto) },
  handle: async ({ ctx, params, query }) => ({
    status: 200,
    body: await getInstanceHistory(ctx, { ...query, instanceId: params.id }),
  }),
});
