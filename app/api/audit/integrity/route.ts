import { toHandlers } from "#lib/web/to-handler";
import { getIntegrityOfAudit } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(getIntegrityOfAudit);
