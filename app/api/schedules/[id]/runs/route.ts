import { toHandlers } from "#lib/web/to-handler";
import { listRunsOfSchedule } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(listRunsOfSchedule);
