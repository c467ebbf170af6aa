import { toHandlers } from "#lib/web/to-handler";
import { getProtectedInstanceFacets } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(getProtectedInstanceFacets);
