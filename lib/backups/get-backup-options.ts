import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import { listPlacesOfInstances, listScheduleNames, listTagKeys } from "./backup-options.repo";
import type { BackupOptionsDto } from "./dto";
import { listMakers } from "./foreign-list.repo";
import { UNMARKED } from "./schemas";

/** What there is to filter a list of backups by. */
export async function getBackupOptions(ctx: Context): Promise<BackupOptionsDto> {
  requirePermission(ctx, "backups.read");
  const { read } = ctx.runtime.db;
  const places = await listPlacesOfInstances(read, ctx.accounts);
  return {
    accounts: distinct(places.map(({ accountId }) => accountId)),
    regions: distinct(places.map(({ region }) => region)),
    schedules: await listScheduleNames(read),
    // Names that a person who may see only some accounts has no part in are not shown.
    tags: ctx.accounts === "all" ? await listTagKeys(read) : [],
    makers:
      ctx.accounts === "all" ? (await listMakers(read)).map((maker) => maker || UNMARKED) : [],
  };
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].toSorted();
}
