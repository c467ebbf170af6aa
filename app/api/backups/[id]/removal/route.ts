import { toHandlers } from "#lib/web/to-handler";
import { deleteOneBackupOnce } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(deleteOneBackupOnce);
