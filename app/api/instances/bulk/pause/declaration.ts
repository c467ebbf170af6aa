import { BulkReportDto } from "#lib/bulk";
import { pauseInstances } from "#lib/instances/pause-instances";
import { BulkInstancesInput } from "#lib/instances/schemas";
import { declareRoute } from "#lib/web/declare-route";

export const pauseManyInstances = declareRoute({
  method: "POST",
  path: "/api/instances/bulk/pause",
  summary: "Pause the backups of many; the answer names the fate of each",
  tag: "Instances",
  permission: "instances.pause",
  body: BulkInstancesInput,
  responses: { 200: BulkReportDto },
  handle: async ({ ctx, body }) => ({ status: 200, body: await pauseInstances(ctx, body) }),
});
