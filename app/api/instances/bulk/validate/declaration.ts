import { BulkReportDto } from "#lib/bulk";
import { validateInstances } from "#lib/instances/validate-instances";
import { BulkInstancesInput } from "#lib/instances/schemas";
import { declareRoute } from "#lib/web/declare-route";

export const validateManyInstances = declareRoute({
  method: "POST",
  path: "/api/instances/bulk/validate",
  summary: "Look at many in AWS: state, name and volumes follow",
  tag: "Instances",
  permission: "instances.validate",
  body: BulkInstancesInput,
  responses: { 200: BulkReportDto },
  handle: async ({ ctx, body }) => ({ status: 200, body: await validateInstances(ctx, body) }),
});
