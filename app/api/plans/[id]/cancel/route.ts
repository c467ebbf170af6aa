import { toHandlers } from "#lib/web/to-handler";
import { cancelOnePlan } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(cancelOnePlan);
