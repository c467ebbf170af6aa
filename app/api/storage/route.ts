import { toHandlers } from "#lib/web/to-handler";
import { getStoredSize } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(getStoredSize);
