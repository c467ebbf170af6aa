import { toHandlers } from "#lib/web/to-handler";
import { beginMySecondFactor } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(beginMySecondFactor);
