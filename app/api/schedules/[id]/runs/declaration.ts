import { z } from "zod";
import { ScheduleRunsDto } from "#lib/schedules/dto";
import { listScheduleRuns } from "#lib/schedules/list-schedule-runs";
import { declareRoute } from "#lib/web/declare-route";

export const listRunsOfSchedule = declareRoute({
  method: "GET",
  path: "/api/schedules/{id}/runs",
  summary: "How a schedule's backups went: its last seven due moments, and the last 7 and 30 days",
  tag: "Schedules",
  permission: "schedules.read",
  params: z.object({ id: z.string().min(1).max(64) }),
  responses: { 200: ScheduleRunsDto },
  handle: async ({ ctx, params }) => ({
    status: 200,
    body: await listScheduleRuns(ctx, { scheduleId: params.id }),
  }),
});
