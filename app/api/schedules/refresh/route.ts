import { toHandlers } from "#lib/web/to-handler";
import { checkAllSchedules, refreshAllSchedules } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(checkAllSchedules, refreshAllSchedules);
