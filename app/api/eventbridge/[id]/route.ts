import { toHandlers } from "#lib/web/to-handler";
import { getPlaceOfEventbridge } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(getPlaceOfEventbridge);
