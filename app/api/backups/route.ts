import { toHandlers } from "#lib/web/to-handler";
import { listAllBackups } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(listAllBackups);
