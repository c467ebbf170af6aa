import { toHandlers } from "#lib/web/to-handler";
import {
  deleteOneBackupByOldPath,
  getOneBackupByOldPath,
  updateOneBackupByOldPath,
} from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(
  getOneBackupByOldPath,
  updateOneBackupByOldPath,
  deleteOneBackupByOldPath,
);
