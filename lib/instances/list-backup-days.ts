import { requirePermission } from "#lib/auth/require-permission";
import type { Context } from "#lib/context";
import { decodeCursor, toPage } from "#lib/paging";
import { countDayInstances, listDayInstances, selectDayCodes } from "./backup-days.repo";
import { listDays, toCodes } from "./day-codes.pure";
import type { BackupDaysPage } from "./dto";
import { HEALTH_MEANINGS } from "./instance-health.pure";
import { ListBackupDaysInput } from "./schemas";

const OWNER = { list: "backup-days" } as const;

/** The heat map, from the day totals alone: it does not grow with the backups. */
export async function listBackupDays(
  ctx: Context,
  input: ListBackupDaysInput = {},
): Promise<BackupDaysPage> {
  requirePermission(ctx, "backups.read");
  const now = ctx.runtime.clock.now();
  const query = { ...ListBackupDaysInput.parse(input), accounts: ctx.accounts, now };
  const { read } = ctx.runtime.db;
  const rows = await listDayInstances(read, query, decodeCursor(OWNER, query.cursor));
  const days = listDays({ now, count: query.days });
  const [fromDay = ""] = days;
  const instanceRefs = rows.map(({ id }) => id);
  const codes = await selectDayCodes(read, { instanceRefs, fromDay });
  const page = toPage({
    owner: OWNER,
    rows,
    limit: query.limit,
    total: await countDayInstances(read, query),
    cursorOf: (row) => [row.sortKey, row.id],
    toItem: ({ id, instanceId, name, region, accountId, reason }) => ({
      instance: { id, instanceId, name, region, accountId },
      health: HEALTH_MEANINGS[reason].status,
      codes: toCodes(codes.get(id) ?? [], days),
    }),
  });
  return { fromDay, ...page };
}
