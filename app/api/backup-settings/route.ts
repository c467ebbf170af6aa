import { toHandlers } from "#lib/web/to-handler";
import { getBackupSettings, updateBackupSettings } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(
  getBackupSettings,
  updateBackupSettings,
);
