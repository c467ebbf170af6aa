import { toHandlers } from "#lib/web/to-handler";
import { exportAllBackups } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(exportAllBackups);
