import { z } from "zod";
import { cancelPlan } from "#lib/plans/cancel-plan";
import { PlanDto } from "#lib/plans/dto";
import { PlanId } from "#lib/plans/schemas";
import { declareRoute } from "#lib/web/declare-route";

export const cancelOnePlan = declareRoute({
  method: "POST",
  path: "/api/plans/{id}/cancel",
  summary: "Cancel a plan: whatever is not being removed yet stays",
  tag: "Plans",
  permission: "plans.write",
  params: z.object({ id: PlanId }),
  responses: { 200: PlanDto },
  handle: async ({ ctx, params }) => ({
    status: 200,
    body: await cancelPlan(ctx, { planId: params.id }),
  }),
});
