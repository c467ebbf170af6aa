import { pageOf } from "#lib/paging";
import { NextRunDto } from "#lib/schedules/dto";
import { listNextRuns } from "#lib/schedules/list-next-runs";
import { ListNextRunsQuery } from "#lib/schedules/schemas";
import { declareRoute } from "#lib/web/declare-route";

export const listNextScheduledRuns = declareRoute({
  method: "GET",
  path: "/api/schedules/next-runs",
  summary: "The next run of each instance's schedules, soonest first",
  tag: "Schedules",
  permission: "schedules.read",
  query: ListNextRunsQuery,
  responses: { 200: pageOf(NextRunDto) },
  handle: async ({ ctx, query }) => ({ status: 200, body: await listNextRuns(ctx, query) }),
});
