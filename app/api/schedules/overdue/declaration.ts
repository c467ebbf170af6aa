import { pageOf } from "#lib/paging";
import { OverdueDto } from "#lib/schedules/dto";
import { listOverdue } from "#lib/schedules/list-overdue";
import { ListOverdueQuery } from "#lib/schedules/schemas";
import { declareRoute } from "#lib/web/declare-route";

export const listOverdueInstances = declareRoute({
  method: "GET",
  path: "/api/schedules/overdue",
  summary: "Instances whose run is past its grace without a good ending, longest first",
  tag: "Schedules",
  permission: "instances.read",
  query: ListOverdueQuery,
  responses: { 200: pageOf(OverdueDto) },
  handle: async ({ ctx, query }) => ({ status: 200, body: await listOverdue(ctx, query) }),
});
