import { toHandlers } from "#lib/web/to-handler";
import { endMySession } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(endMySession);
