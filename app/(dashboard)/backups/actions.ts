"use server";

import { StartBackupInput, UpdateBackupInput } from "#lib/backups/schemas";
import { startBackup } from "#lib/backups/start-backup";
import { updateBackup } from "#lib/backups/update-backup";
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
