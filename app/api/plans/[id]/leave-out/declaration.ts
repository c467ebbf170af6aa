import { z } from "zod";
import { BulkReportDto } from "#lib/bulk";
import { leaveOutItems } from "#lib/plans/leave-out-items";
import { LeaveOutBody, PlanId } from "#lib/plans/schemas";
import { declareRoute } from "#lib/web/declare-route";

export const leaveItemsOutOfPlan = declareRoute({
  method: "POST",
  path: "/api/plans/{id}/leave-out",
  summary: "Leave items out of a plan that waits: they stay, and the others may still go",
  tag: "Plans",
  permission: "plans.write",
  params: z.object({ id: PlanId }),
  body: LeaveOutBody,
  responses: { 200: BulkReportDto },
  handle: async ({ ctx, params, body }) => ({
    status: 200,
    body: await leaveOutItems(ctx, { planId: params.id, ...body }),
  }),
});
