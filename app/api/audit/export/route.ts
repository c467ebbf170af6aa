import { toHandlers } from "#lib/web/to-handler";
import { exportAuditLog } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(exportAuditLog);
