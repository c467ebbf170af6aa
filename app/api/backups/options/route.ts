import { toHandlers } from "#lib/web/to-handler";
import { listBackupOptions } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(listBackupOptions);
