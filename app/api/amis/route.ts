import { toHandlers } from "#lib/web/to-handler";
import { listAllAmis } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(listAllAmis);
