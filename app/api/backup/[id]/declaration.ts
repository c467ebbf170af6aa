import { deleteOneBackup, getOneBackup, updateOneBackup } from "../../backups/[id]/declaration";
import type { Route } from "#lib/web/declare-route";

const path = "/api/backup/{id}";

/** The original application's spelling of the same. */
export const getOneBackupByOldPath: Route = { ...getOneBackup, path };
export const updateOneBackupByOldPath: Route = { ...updateOneBackup, path };
export const deleteOneBackupByOldPath: Route = { ...deleteOneBackup, path };
