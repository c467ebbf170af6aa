import { toHandlers } from "#lib/web/to-handler";
import { listAllAlerts } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(listAllAlerts);
