import { z } from "zod";
import { PlanDetailDto } from "#lib/plans/dto";
import { getPlan } from "#lib/plans/get-plan";
import { GetPlanQuery, PlanId } from "#lib/plans/schemas";
import { declareRoute } from "#lib/web/declare-route";

export const getOnePlan = declareRoute({
  method: "GET",
  path: "/api/plans/{id}",
  summary: "A plan with a page of what would go: rule, survivors, references, what was looked for",
  tag: "Plans",
  permission: "plans.read",
  params: z.object({ id: PlanId }),
  query: GetPlanQuery,
  responses: { 200: PlanDetailDto },
  handle: async ({ ctx, params, query }) => ({
    status: 200,
    body: await getPlan(ctx, { ...query, planId: params.id, status: query.status?.join(",") }),
  }),
});
