import { BulkReportDto } from "#lib/bulk";
import { removeInstances } from "#lib/instances/remove-instances";
import { RemoveInstancesInput } from "#lib/instances/schemas";
import { declareRoute } from "#lib/web/declare-route";

export const removeManyInstances = declareRoute({
  method: "POST",
  path: "/api/instances/bulk/remove",
  summary: "End the protection of many; no image is deleted",
  tag: "Instances",
  permission: "instances.remove_many",
  body: RemoveInstancesInput,
  responses: { 200: BulkReportDto },
  handle: async ({ ctx, body }) => ({ status: 200, body: await removeInstances(ctx, body) }),
});
