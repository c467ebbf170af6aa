import { toHandlers } from "#lib/web/to-handler";
import { checkInstanceFirst } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(checkInstanceFirst);
