import { requirePermission } from "../auth/require-permission";
import { DAY } from "../clock";
import type { Context } from "../context";
import { selectDayInstances, selectDays, type DayRow } from "./backup-days.repo";
import type { BackupDaysDto } from "./dto";
import { GetBackupDaysInput } from "./schemas";
import { toBackupInstanceDto } from "./to-backup-dto";

/** The heat map of a page of instances, in the order asked for, from the roll-up alone. */
export async function getBackupDays(
  ctx: Context,
  input: GetBackupDaysInput,
): Promise<BackupDaysDto[]> {
  requirePermission(ctx, "backups.read");
  const { instanceIds, days } = GetBackupDaysInput.parse(input);
  const { read } = ctx.runtime.db;
  const known = await selectDayInstances(read, { instanceIds, accounts: ctx.accounts });
  const fromDay = dayOf(ctx.runtime.clock.now() - (days - 1) * DAY);
  const rows = await selectDays(read, { instanceIds: known.map(({ id }) => id), fromDay });
  const byInstance = groupByInstance(rows);
  const byId = new Map(known.map((instance) => [instance.id, instance]));
  return instanceIds
    .map((id) => byId.get(id))
    .filter((instance) => instance !== undefined)
    .map((instance) => ({
      instance: toBackupInstanceDto(instance),
      days: (byInstance.get(instance.id) ?? []).map(toDay),
    }));
}

function groupByInstance(rows: readonly DayRow[]): Map<string, DayRow[]> {
  const groups = new Map<string, DayRow[]>();
  for (const row of rows) {
    const group = groups.get(row.instanceRef);
    if (group) group.push(row);
    else groups.set(row.instanceRef, [row]);
  }
  return groups;
}

function dayOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

function toDay({ day, available, failed, missed, skipped }: DayRow) {
  return { day, available, failed, missed, skipped };
}
