import { BackupPageDto } from "#lib/backups/dto";
import { listBackups } from "#lib/backups/list-backups";
import { ListBackupsQuery } from "#lib/backups/schemas";
import { toFilterText } from "#lib/backups/to-filter-text";
import { declareRoute } from "#lib/web/declare-route";

export const listAllBackups = declareRoute({
  method: "GET",
  path: "/api/backups",
  summary: "Backups, newest due moment first; `expected` ones only when `status` asks for them",
  tag: "Backups",
  permission: "backups.read",
  query: ListBackupsQuery,
  responses: { 200: BackupPageDto },
  handle: async ({ ctx, query: { limit, cursor, ...filters } }) => ({
    status: 200,
    body: await listBackups(ctx, { ...toFilterText(filters), limit, cursor }),
  }),
});
