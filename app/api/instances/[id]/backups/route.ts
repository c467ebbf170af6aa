import { toHandlers } from "#lib/web/to-handler";
import { startInstanceBackup } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(startInstanceBackup);
