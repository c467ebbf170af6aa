import { toHandlers } from "#lib/web/to-handler";
import { assignOnePolicy } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(assignOnePolicy);
