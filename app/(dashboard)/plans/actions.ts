"use server";

import { z } from "zod";
import { applyPlan } from "#lib/plans/apply-plan";
import { cancelPlan } from "#lib/plans/cancel-plan";
import { leaveOutItems } from "#lib/plans/leave-out-items";
import { requestPlan } from "#lib/plans/request-plan";
import { ApplyPlanBody, LeaveOutInput, PlanId, RequestPlanInput } from "#lib/plans/schemas";
import { defineAction } from "#lib/web/action";

export const requestPlanAction = defineAction({
  permission: "plans.write",
  input: RequestPlanInput,
  run: requestPlan,
});

export const applyPlanAction = defineAction({
  permission: "plans.apply",
  input: ApplyPlanBody.extend({ planId: PlanId }),
  run: async (ctx, input) => {
    const { id } = await applyPlan(ctx, input);
    return { id };
  },
});

export const leaveOutAction = defineAction({
  permission: "plans.write",
  input: LeaveOutInput,
  run: leaveOutItems,
});

export const cancelPlanAction = defineAction({
  permission: "plans.write",
  input: z.object({ planId: PlanId }),
  run: async (ctx, input) => {
    const { id } = await cancelPlan(ctx, input);
    return { id };
  },
});
