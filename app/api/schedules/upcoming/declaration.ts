import { UpcomingRunsDto } from "#lib/schedules/dto";
import { getUpcomingRuns } from "#lib/schedules/get-upcoming-runs";
import { declareRoute } from "#lib/web/declare-route";

export const getNextDay = declareRoute({
  method: "GET",
  path: "/api/schedules/upcoming",
  summary: "How many runs start in each half hour of the next 24, by schedule",
  tag: "Schedules",
  permission: "schedules.read",
  responses: { 200: UpcomingRunsDto },
  handle: async ({ ctx }) => ({ status: 200, body: await getUpcomingRuns(ctx) }),
});
