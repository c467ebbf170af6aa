import { z } from "zod";
import { applyPlan } from "#lib/plans/apply-plan";
import { PlanDto } from "#lib/plans/dto";
import { ApplyPlanBody, PlanId } from "#lib/plans/schemas";
import { declareRoute } from "#lib/web/declare-route";

export const applyOnePlan = declareRoute({
  method: "POST",
  path: "/api/plans/{id}/apply",
  summary: "Remove what was reviewed; more than ten need their number. Each is proven again",
  tag: "Plans",
  permission: "plans.apply",
  params: z.object({ id: PlanId }),
  body: ApplyPlanBody,
  responses: { 202: PlanDto },
  handle: async ({ ctx, params, body }) => {
    const plan = await applyPlan(ctx, { ...body, planId: params.id });
    return { status: 202, body: plan, headers: { Location: `/api/plans/${params.id}` } };
  },
});
