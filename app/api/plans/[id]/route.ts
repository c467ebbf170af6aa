import { toHandlers } from "#lib/web/to-handler";
import { getOnePlan } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(getOnePlan);
