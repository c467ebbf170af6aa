import { BackupDto } from "#lib/backups/dto";
import { listBackups } from "#lib/backups/list-backups";
import { ListBackupsQuery } from "#lib/backups/schemas";
import { pageOf } from "#lib/paging";
import { declareRoute } from "#lib/web/declare-route";

export const listAllBackups = declareRoute({
  method: "GET",
  path: "/api/backups",
  summary: "Backups, newest due moment first; `expected` ones only when `status` asks for them",
  tag: "Backups",
  permission: "backups.read",
  query: ListBackupsQuery,
  responses: { 200: pageOf(BackupDto) },
  handle: async ({ ctx, query }) => ({
    status: 200,
    body: await listBackups(ctx, { ...query, status: query.status?.join(",") }),
  }),
});
