import { BulkReportDto } from "#lib/bulk";
import { resumeInstances } from "#lib/instances/resume-instances";
import { BulkInstancesInput } from "#lib/instances/schemas";
import { declareRoute } from "#lib/web/declare-route";

export const resumeManyInstances = declareRoute({
  method: "POST",
  path: "/api/instances/bulk/resume",
  summary: "Resume the backups of many; the answer names the fate of each",
  tag: "Instances",
  permission: "instances.pause",
  body: BulkInstancesInput,
  responses: { 200: BulkReportDto },
  handle: async ({ ctx, body }) => ({ status: 200, body: await resumeInstances(ctx, body) }),
});
