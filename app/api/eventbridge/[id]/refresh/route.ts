import { toHandlers } from "#lib/web/to-handler";
import { refreshPlaceOfEventbridge } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(refreshPlaceOfEventbridge);
