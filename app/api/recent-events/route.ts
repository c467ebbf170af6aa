import { toHandlers } from "#lib/web/to-handler";
import { listLatestEvents } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(listLatestEvents);
