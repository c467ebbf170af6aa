import { checkSchedules } from "#lib/schedules/check-schedules";
import { ScheduleCheckDto } from "#lib/schedules/dto";
import { refreshSchedules } from "#lib/schedules/refresh-schedules";
import { declareRoute } from "#lib/web/declare-route";

const path = "/api/schedules/refresh";
const tag = "Schedules";

export const checkAllSchedules = declareRoute({
  method: "GET",
  path,
  summary: "Whether every instance waits for the moment that its schedules have next; reads only",
  tag,
  permission: "schedules.read",
  responses: { 200: ScheduleCheckDto },
  handle: async ({ ctx }) => ({ status: 200, body: await checkSchedules(ctx) }),
});

export const refreshAllSchedules = declareRoute({
  method: "POST",
  path,
  summary: "Plan anew what differs from its schedule, and say what was done; what is due stays due",
  tag,
  permission: "schedules.write",
  responses: { 200: ScheduleCheckDto },
  handle: async ({ ctx }) => ({ status: 200, body: await refreshSchedules(ctx) }),
});
