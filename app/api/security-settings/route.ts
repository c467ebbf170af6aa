import { toHandlers } from "#lib/web/to-handler";
import { getSecuritySettings, updateSecuritySettings } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(
  getSecuritySettings,
  updateSecuritySettings,
);
