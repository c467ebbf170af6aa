import { toHandlers } from "#lib/web/to-handler";
import { confirmMySecondFactor } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(confirmMySecondFactor);
