import { toHandlers } from "#lib/web/to-handler";
import { addSchedule, listAllSchedules } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(listAllSchedules, addSchedule);
