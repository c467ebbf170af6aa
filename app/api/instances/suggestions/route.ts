import { toHandlers } from "#lib/web/to-handler";
import { suggestProtectedInstances } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(suggestProtectedInstances);
