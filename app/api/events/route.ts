import { toHandlers } from "#lib/web/to-handler";
import { liveEvents } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(liveEvents);
