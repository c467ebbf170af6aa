import { checkInstance } from "#lib/instances/check-instance";
import { InstanceCheckDto } from "#lib/instances/dto";
import { CheckInstanceInput } from "#lib/instances/schemas";
import { declareRoute } from "#lib/web/declare-route";

export const checkInstanceFirst = declareRoute({
  method: "POST",
  path: "/api/instances/check",
  summary: "The pre-flight check of an instance: each no with what to do about it",
  tag: "Instances",
  permission: "instances.validate",
  body: CheckInstanceInput,
  responses: { 200: InstanceCheckDto },
  handle: async ({ ctx, body }) => ({ status: 200, body: await checkInstance(ctx, body) }),
});
