import { pageOf } from "#lib/paging";
import { createSchedule } from "#lib/schedules/create-schedule";
import { ScheduleDto } from "#lib/schedules/dto";
import { listSchedules } from "#lib/schedules/list-schedules";
import { CreateScheduleInput, ListSchedulesQuery } from "#lib/schedules/schemas";
import { declareRoute } from "#lib/web/declare-route";

const path = "/api/schedules";
const tag = "Schedules";

export const listAllSchedules = declareRoute({
  method: "GET",
  path,
  summary: "Schedules in words, with their next ten runs and how many instances follow them",
  tag,
  permission: "schedules.read",
  query: ListSchedulesQuery,
  responses: { 200: pageOf(ScheduleDto) },
  handle: async ({ ctx, query }) => ({ status: 200, body: await listSchedules(ctx, query) }),
});

export const addSchedule = declareRoute({
  method: "POST",
  path,
  summary: "Add a named schedule: a word, five cron fields or a preset, in an IANA zone",
  tag,
  permission: "schedules.write",
  body: CreateScheduleInput,
  idempotent: true,
  responses: { 201: ScheduleDto },
  handle: async ({ ctx, body }) => {
    const schedule = await createSchedule(ctx, body);
    const headers = { Location: `/api/schedules/${schedule.id}` };
    return { status: 201, body: schedule, headers };
  },
});
