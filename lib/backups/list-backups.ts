import { requirePermission } from "../auth/require-permission";
import { DAY } from "../clock";
import type { Context } from "../context";
import { decodeCursor, toPlace } from "../paging";
import type { BackupFilter } from "./backup-filter";
import { selectBackups } from "./backup-list.repo";
import type { BackupPageDto } from "./dto";
import { ListBackupsQuery, type ListBackupsInput } from "./schemas";
import { toBackupDto } from "./to-backup-dto";
import { toSearchedPage } from "./to-searched-page";

const OWNER = { list: "backups" } as const;

/** Newest due moment first; moments still to come only when `status` asks for `expected`. */
export async function listBackups(
  ctx: Context,
  input: ListBackupsInput = {},
): Promise<BackupPageDto> {
  requirePermission(ctx, "backups.read");
  const query = ListBackupsQuery.parse(input);
  const found = await selectBackups(ctx.runtime.db.read, {
    filter: toFilter(ctx, query),
    after: toPlace(decodeCursor(OWNER, query.cursor)),
    limit: query.limit,
  });
  const items = found.rows.map(({ backup, instance }) => toBackupDto(backup, instance));
  return toSearchedPage(items, { owner: OWNER, ...found });
}

type Filters = Omit<ListBackupsQuery, "limit" | "cursor">;

export function toFilter(ctx: Context, query: Filters): BackupFilter {
  return {
    accounts: ctx.accounts,
    statuses: query.status,
    kinds: query.kind,
    instanceRef: query.instance,
    accountId: query.account,
    region: query.region,
    scheduleId: query.schedule,
    held: query.held,
    tag: query.tag,
    fromAt: query.from === undefined ? undefined : Date.parse(query.from),
    toAt: query.to === undefined ? undefined : endOf(query.to),
    search: query.search,
  };
}

const DAY_TEXT = /^\d{4}-\d{2}-\d{2}$/;

/** A day counts whole. */
function endOf(text: string): number {
  return Date.parse(text) + (DAY_TEXT.test(text) ? DAY : 0);
}
