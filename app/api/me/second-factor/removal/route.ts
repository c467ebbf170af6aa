import { toHandlers } from "#lib/web/to-handler";
import { disableMySecondFactor } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(disableMySecondFactor);
