import { toHandlers } from "#lib/web/to-handler";
import { repairPlaceOfEventbridge } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(repairPlaceOfEventbridge);
