import { toHandlers } from "#lib/web/to-handler";
import { searchQuickly } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(searchQuickly);
