import { toHandlers } from "#lib/web/to-handler";
import { listAllDiscovered } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(listAllDiscovered);
