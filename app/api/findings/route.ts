import { toHandlers } from "#lib/web/to-handler";
import { listAllFindings, repairManyFindings } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(listAllFindings, repairManyFindings);
