import { z } from "zod";
import type { JobDefinition } from "../queue/queue";

const PlanPayload = z.object({ planId: z.string() });
export type PlanPayload = z.infer<typeof PlanPayload>;

/** Asks AWS what speaks against each item of a plan. */
export const gatherPlanJob: JobDefinition<PlanPayload> = {
  name: "plan.gather",
  payload: PlanPayload,
  key: ({ planId }) => planId,
  concurrency: 20,
};

/** Starts the removal of what a plan still justifies. */
export const applyPlanJob: JobDefinition<PlanPayload> = {
  name: "plan.apply",
  payload: PlanPayload,
  key: ({ planId }) => planId,
  concurrency: 20,
};
