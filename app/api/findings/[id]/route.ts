import { toHandlers } from "#lib/web/to-handler";
import { getOneFinding, repairOneFinding } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(getOneFinding, repairOneFinding);
