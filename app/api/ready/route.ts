import { toHandlers } from "#lib/web/to-handler";
import { getReady } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(getReady);
