import { toHandlers } from "#lib/web/to-handler";
import { listAllPlans, requestOnePlan } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(listAllPlans, requestOnePlan);
