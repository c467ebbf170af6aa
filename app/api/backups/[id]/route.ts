import { toHandlers } from "#lib/web/to-handler";
import { deleteOneBackup, getOneBackup, updateOneBackup } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(
  getOneBackup,
  updateOneBackup,
  deleteOneBackup,
);
