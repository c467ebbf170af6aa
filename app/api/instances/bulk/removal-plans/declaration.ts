import { RequestedPlansDto } from "#lib/plans/dto";
import { requestInstancesPlan } from "#lib/plans/request-instances-plan";
import { RequestInstancesPlanInput } from "#lib/plans/schemas";
import { declareRoute } from "#lib/web/declare-route";

export const planRemovalOfManyInstances = declareRoute({
  method: "POST",
  path: "/api/instances/bulk/removal-plans",
  summary: "Plan the deletion of all images of these instances, also of removed ones, for a review",
  tag: "Instances",
  permission: "plans.write",
  idempotent: true,
  body: RequestInstancesPlanInput,
  responses: { 202: RequestedPlansDto },
  handle: async ({ ctx, body }) => ({ status: 202, body: await requestInstancesPlan(ctx, body) }),
});
