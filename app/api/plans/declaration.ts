import { PlanDto, RequestedPlanDto } from "#lib/plans/dto";
import { listPlans } from "#lib/plans/list-plans";
import { requestPlan } from "#lib/plans/request-plan";
import { ListPlansQuery, RequestPlanInput } from "#lib/plans/schemas";
import { pageOf } from "#lib/paging";
import { declareRoute } from "#lib/web/declare-route";

export const listAllPlans = declareRoute({
  method: "GET",
  path: "/api/plans",
  summary: "Removals that were planned, newest first",
  tag: "Plans",
  permission: "plans.read",
  query: ListPlansQuery,
  responses: { 200: pageOf(PlanDto) },
  handle: async ({ ctx, query }) => ({
    status: 200,
    body: await listPlans(ctx, { ...query, status: query.status?.join(",") }),
  }),
});

export const requestOnePlan = declareRoute({
  method: "POST",
  path: "/api/plans",
  summary: "Plan the removal of many backups; it waits for a review before anything goes",
  tag: "Plans",
  permission: "plans.write",
  idempotent: true,
  body: RequestPlanInput,
  responses: { 202: RequestedPlanDto },
  handle: async ({ ctx, body }) => {
    const requested = await requestPlan(ctx, body);
    const { planId } = requested;
    const where = planId === null ? {} : { headers: { Location: `/api/plans/${planId}` } };
    return { status: 202, body: requested, ...where };
  },
});
