import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import { decodeCursor, toPage, type Page } from "../paging";
import { selectBackups, type BackupFilter } from "./backup-list.repo";
import type { BackupDto } from "./dto";
import { ListBackupsQuery, type ListAmisQuery, type ListBackupsInput } from "./schemas";
import { toBackupDto } from "./to-backup-dto";

/** Newest due moment first; moments still to come only when `status` asks for `expected`. */
export async function listBackups(
  ctx: Context,
  input: ListBackupsInput = {},
): Promise<Page<BackupDto>> {
  requirePermission(ctx, "backups.read");
  const query = ListBackupsQuery.parse(input);
  const rows = await selectBackups(ctx.runtime.db.read, {
    filter: { ...toFilter(ctx, query), statuses: query.status },
    cursor: decodeCursor(query.cursor),
    limit: query.limit + 1,
  });
  return toPage({
    rows,
    limit: query.limit,
    // Counting would grow with the history.
    total: null,
    cursorOf: ({ backup }) => [backup.dueAt, backup.id],
    toItem: ({ backup, instance }) => toBackupDto(backup, instance),
  });
}

export function toFilter(ctx: Context, query: ListAmisQuery): BackupFilter {
  return {
    accounts: ctx.accounts,
    instanceRef: query.instance,
    accountId: query.account,
    region: query.region,
    fromAt: query.from === undefined ? undefined : Date.parse(query.from),
    toAt: query.to === undefined ? undefined : Date.parse(query.to),
    search: query.search,
  };
}
