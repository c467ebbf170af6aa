"use server";

import { z } from "zod";
import { holdBackups } from "#lib/backups/hold-backups";
import { listBackups } from "#lib/backups/list-backups";
import {
  GetBackupInput,
  HoldBackupsInput,
  StartBackupInput,
  TagBackupsInput,
  UpdateBackupInput,
} from "#lib/backups/schemas";
import { startBackup } from "#lib/backups/start-backup";
import { tagBackups } from "#lib/backups/tag-backups";
import { updateBackup } from "#lib/backups/update-backup";
import { deleteBackup } from "#lib/removal/delete-backup";
import { deleteBackupOnce } from "#lib/removal/delete-backup-once";
import { previewRemoval } from "#lib/removal/preview-removal";
import { DeleteBackupInput, DeleteBackupOnceInput } from "#lib/removal/schemas";
import { PAGE_SIZE_MAX } from "#lib/paging";
import { defineAction } from "#lib/web/action";
import { toBackupLabel } from "./_components/backup-label.pure";

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

export const holdBackupsAction = defineAction({
  permission: "backups.hold",
  input: HoldBackupsInput,
  run: holdBackups,
});

export const tagBackupsAction = defineAction({
  permission: "backups.edit",
  input: TagBackupsInput,
  run: tagBackups,
});

/** Beyond the page in view: what the list's filters match, for a selection. */
export const listMatchingBackupsAction = defineAction({
  permission: "backups.read",
  input: z.object({
    filters: z.record(z.string(), z.string()),
    cursor: z.string().optional(),
  }),
  run: async (ctx, { filters, cursor }) => {
    // The verb parses for itself: it is given the address's words.
    const page = await listBackups(ctx, { ...filters, cursor, limit: PAGE_SIZE_MAX });
    const items = page.items.map((backup) => ({ id: backup.id, label: toBackupLabel(backup) }));
    return { items, nextCursor: page.nextCursor };
  },
});
