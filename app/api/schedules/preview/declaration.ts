import { SchedulePreviewDto } from "#lib/schedules/dto";
import { previewSchedule } from "#lib/schedules/preview-schedule";
import { PreviewScheduleInput } from "#lib/schedules/schemas";
import { declareRoute } from "#lib/web/declare-route";

export const previewOneSchedule = declareRoute({
  method: "POST",
  path: "/api/schedules/preview",
  summary: "What a schedule would mean: its words and next ten runs; stores nothing",
  tag: "Schedules",
  permission: "schedules.read",
  body: PreviewScheduleInput,
  responses: { 200: SchedulePreviewDto },
  handle: async ({ ctx, body }) => ({ status: 200, body: await previewSchedule(ctx, body) }),
});
