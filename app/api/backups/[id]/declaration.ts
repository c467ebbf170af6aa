import { z } from "zod";
import { BackupDetailDto, BackupDto } from "#lib/backups/dto";
import { getBackup } from "#lib/backups/get-backup";
import { BackupId, UpdateBackupBody } from "#lib/backups/schemas";
import { deleteBackup } from "#lib/removal/delete-backup";
import { DeleteBackupQuery } from "#lib/removal/schemas";
import { updateBackup } from "#lib/backups/update-backup";
import { declareRoute } from "#lib/web/declare-route";

const params = z.object({ id: BackupId });

export const getOneBackup = declareRoute({
  method: "GET",
  path: "/api/backups/{id}",
  summary: "One backup with its attempts, snapshots and time line",
  tag: "Backups",
  permission: "backups.read",
  params,
  responses: { 200: BackupDetailDto },
  handle: async ({ ctx, params }) => ({
    status: 200,
    body: await getBackup(ctx, { backupId: params.id }),
  }),
});

export const updateOneBackup = declareRoute({
  method: "PATCH",
  path: "/api/backups/{id}",
  summary: "Describe a backup, hold it, or release it",
  tag: "Backups",
  permission: "backups.edit",
  params,
  body: UpdateBackupBody,
  responses: { 200: BackupDto },
  handle: async ({ ctx, params, body }) => ({
    status: 200,
    body: await updateBackup(ctx, { ...body, backupId: params.id }),
  }),
});

export const deleteOneBackup = declareRoute({
  method: "DELETE",
  path: "/api/backups/{id}",
  summary: "Delete a backup: its record, its image, or its image with its snapshots",
  tag: "Backups",
  permission: "backups.delete",
  params,
  query: DeleteBackupQuery,
  responses: { 202: BackupDto },
  handle: async ({ ctx, params, query }) => {
    const body = await deleteBackup(ctx, { ...query, backupId: params.id });
    return { status: 202, body, headers: { Location: `/api/backups/${params.id}` } };
  },
});
