import { toHandlers } from "#lib/web/to-handler";
import { getMySecondFactor } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(getMySecondFactor);
