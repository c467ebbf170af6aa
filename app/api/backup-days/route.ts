import { toHandlers } from "#lib/web/to-handler";
import { listHeatMap } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(listHeatMap);
