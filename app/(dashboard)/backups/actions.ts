"use server";

import { GetBackupInput, StartBackupInput, UpdateBackupInput } from "#lib/backups/schemas";
import { startBackup } from "#lib/backups/start-backup";
import { updateBackup } from "#lib/backups/update-backup";
import { deleteBackup } from "#lib/removal/delete-backup";
import { deleteBackupOnce } from "#lib/removal/delete-backup-once";
import { previewRemoval } from "#lib/removal/preview-removal";
import { DeleteBackupInput, DeleteBackupOnceInput } from "#lib/removal/schemas";
import { defineAction } from "#lib/web/action";

export const startBackupAction = defineAction({
  permission: "backups.create",
  input: StartBackupInput,
  run: async (ctx, input) => {
    const { id, status } = await startBackup(ctx, input);
    return { id, status };
  },
});

export const updateBackupAction = defineAction({
  permission: "backups.edit",
  input: UpdateBackupInput,
  run: async (ctx, input) => {
    const { id } = await updateBackup(ctx, input);
    return { id };
  },
});

export const previewRemovalAction = defineAction({
  permission: "backups.delete",
  input: GetBackupInput,
  run: previewRemoval,
});

export const deleteBackupAction = defineAction({
  permission: "backups.delete",
  input: DeleteBackupInput,
  run: async (ctx, input) => {
    const { id, status } = await deleteBackup(ctx, input);
    return { id, status };
  },
});

export const deleteBackupOnceAction = defineAction({
  permission: "backups.delete",
  input: DeleteBackupOnceInput,
  run: async (ctx, input) => {
    const { id, status } = await deleteBackupOnce(ctx, input);
    return { id, status };
  },
});
