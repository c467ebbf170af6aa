import { toHandlers } from "#lib/web/to-handler";
import { getOpenApi } from "../declarations";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(getOpenApi);
