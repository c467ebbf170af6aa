import { BackupDaysPage } from "#lib/instances/dto";
import { listBackupDays } from "#lib/instances/list-backup-days";
import { ListBackupDaysInput } from "#lib/instances/schemas";
import { declareRoute } from "#lib/web/declare-route";

export const listHeatMap = declareRoute({
  method: "GET",
  path: "/api/backup-days",
  summary: "How each instance's days went, one letter a day; those that need somebody first",
  tag: "Backups",
  permission: "backups.read",
  query: ListBackupDaysInput,
  responses: { 200: BackupDaysPage },
  handle: async ({ ctx, query }) => ({ status: 200, body: await listBackupDays(ctx, query) }),
});
