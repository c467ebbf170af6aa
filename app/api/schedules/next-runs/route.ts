import { toHandlers } from "#lib/web/to-handler";
import { listNextScheduledRuns } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(listNextScheduledRuns);
