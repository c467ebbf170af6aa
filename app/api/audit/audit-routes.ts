import { listAuditEntries } from "./declaration";
import { exportAuditLog } from "./export/declaration";
import { getIntegrityOfAudit } from "./integrity/declaration";

export const AUDIT_ROUTES = [listAuditEntries, exportAuditLog, getIntegrityOfAudit];
