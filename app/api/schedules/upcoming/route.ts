import { toHandlers } from "#lib/web/to-handler";
import { getNextDay } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(getNextDay);
