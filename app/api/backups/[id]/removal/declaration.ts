import { z } from "zod";
import { BackupDto } from "#lib/backups/dto";
import { BackupId } from "#lib/backups/schemas";
import { deleteBackupOnce } from "#lib/removal/delete-backup-once";
import { DeleteBackupOnceBody } from "#lib/removal/schemas";
import { declareRoute } from "#lib/web/declare-route";

export const deleteOneBackupOnce = declareRoute({
  method: "POST",
  path: "/api/backups/{id}/removal",
  summary: "Delete a backup with keys that are used for this alone and never stored",
  tag: "Backups",
  permission: "backups.delete",
  params: z.object({ id: BackupId }),
  body: DeleteBackupOnceBody,
  responses: { 202: BackupDto },
  handle: async ({ ctx, params, body }) => {
    const backup = await deleteBackupOnce(ctx, { ...body, backupId: params.id });
    return { status: 202, body: backup, headers: { Location: `/api/backups/${params.id}` } };
  },
});
