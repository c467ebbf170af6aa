import { toHandlers } from "#lib/web/to-handler";
import { applyOnePlan } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(applyOnePlan);
