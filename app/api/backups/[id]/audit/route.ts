import { toHandlers } from "#lib/web/to-handler";
import { listAuditOfBackup } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(listAuditOfBackup);
