import { BulkReportDto } from "#lib/bulk";
import { rescheduleInstances } from "#lib/instances/reschedule-instances";
import { RescheduleInstancesInput } from "#lib/instances/schemas";
import { declareRoute } from "#lib/web/declare-route";

export const rescheduleManyInstances = declareRoute({
  method: "POST",
  path: "/api/instances/bulk/schedules",
  summary: "Let many follow these schedules and no others",
  tag: "Instances",
  permission: "instances.write",
  body: RescheduleInstancesInput,
  responses: { 200: BulkReportDto },
  handle: async ({ ctx, body }) => ({ status: 200, body: await rescheduleInstances(ctx, body) }),
});
