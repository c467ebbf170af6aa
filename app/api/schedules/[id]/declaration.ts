import { z } from "zod";
import { deleteSchedule } from "#lib/schedules/delete-schedule";
import { ScheduleDto } from "#lib/schedules/dto";
import { getSchedule } from "#lib/schedules/get-schedule";
import { UpdateScheduleBody } from "#lib/schedules/schemas";
import { updateSchedule } from "#lib/schedules/update-schedule";
import { declareRoute } from "#lib/web/declare-route";

const params = z.object({ id: z.string().min(1).max(64) });
const path = "/api/schedules/{id}";
const tag = "Schedules";

export const getOneSchedule = declareRoute({
  method: "GET",
  path,
  summary: "One schedule",
  tag,
  permission: "schedules.read",
  params,
  responses: { 200: ScheduleDto },
  handle: async ({ ctx, params }) => ({
    status: 200,
    body: await getSchedule(ctx, { scheduleId: params.id }),
  }),
});

export const updateOneSchedule = declareRoute({
  method: "PATCH",
  path,
  summary: "Change a schedule; the next run of every instance that follows it moves",
  tag,
  permission: "schedules.write",
  params,
  body: UpdateScheduleBody,
  responses: { 200: ScheduleDto },
  handle: async ({ ctx, params, body }) => ({
    status: 200,
    body: await updateSchedule(ctx, { scheduleId: params.id, ...body }),
  }),
});

export const deleteOneSchedule = declareRoute({
  method: "DELETE",
  path,
  summary: "Delete a schedule that no instance follows",
  tag,
  permission: "schedules.write",
  params,
  responses: { 204: null },
  handle: async ({ ctx, params }) => {
    await deleteSchedule(ctx, { scheduleId: params.id });
    return { status: 204 };
  },
});
