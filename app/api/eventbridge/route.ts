import { toHandlers } from "#lib/web/to-handler";
import { listPlacesOfEventbridge } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(listPlacesOfEventbridge);
