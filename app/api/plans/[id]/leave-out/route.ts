import { toHandlers } from "#lib/web/to-handler";
import { leaveItemsOutOfPlan } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(leaveItemsOutOfPlan);
