import { z } from "zod";
import { ScheduleRunDto } from "#lib/schedules/dto";
import { listScheduleRuns } from "#lib/schedules/list-schedule-runs";
import { declareRoute } from "#lib/web/declare-route";

export const listRunsOfSchedule = declareRoute({
  method: "GET",
  path: "/api/schedules/{id}/runs",
  summary: "The last seven due moments of a schedule, with how its followers' backups went",
  tag: "Schedules",
  permission: "schedules.read",
  params: z.object({ id: z.string().min(1).max(64) }),
  responses: { 200: z.object({ items: z.array(ScheduleRunDto) }) },
  handle: async ({ ctx, params }) => ({
    status: 200,
    body: await listScheduleRuns(ctx, { scheduleId: params.id }),
  }),
});
