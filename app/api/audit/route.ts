import { toHandlers } from "#lib/web/to-handler";
import { listAuditEntries } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(listAuditEntries);
