import { BackupOptionsDto } from "#lib/backups/dto";
import { getBackupOptions } from "#lib/backups/get-backup-options";
import { declareRoute } from "#lib/web/declare-route";

export const listBackupOptions = declareRoute({
  method: "GET",
  path: "/api/backups/options",
  summary: "What there is to filter backups by: accounts, regions, schedules and tags",
  tag: "Backups",
  permission: "backups.read",
  responses: { 200: BackupOptionsDto },
  handle: async ({ ctx }) => ({ status: 200, body: await getBackupOptions(ctx) }),
});
