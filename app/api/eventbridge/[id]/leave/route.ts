import { toHandlers } from "#lib/web/to-handler";
import { leaveObjectOfEventbridge } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(leaveObjectOfEventbridge);
