import { BulkReportDto } from "#lib/bulk";
import { setInstancesPolicy } from "#lib/instances/set-instances-policy";
import { SetInstancesPolicyInput } from "#lib/instances/schemas";
import { declareRoute } from "#lib/web/declare-route";

export const setPolicyOfManyInstances = declareRoute({
  method: "POST",
  path: "/api/instances/bulk/policy",
  summary: "Give many a shared retention policy, or the default",
  tag: "Instances",
  permission: "policies.write",
  body: SetInstancesPolicyInput,
  responses: { 200: BulkReportDto },
  handle: async ({ ctx, body }) => ({ status: 200, body: await setInstancesPolicy(ctx, body) }),
});
