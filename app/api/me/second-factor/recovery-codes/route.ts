import { toHandlers } from "#lib/web/to-handler";
import { renewMyRecoveryCodes } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(renewMyRecoveryCodes);
