import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import { selectRunning } from "./backup-list.repo";
import type { BackupDto } from "./dto";
import { toBackupDto } from "./to-backup-dto";

const RUNNING_MAX = 50;

/** What runs now, oldest due first, at most 50. */
export async function listRunningBackups(ctx: Context): Promise<BackupDto[]> {
  requirePermission(ctx, "backups.read");
  const rows = await selectRunning(ctx.runtime.db.read, {
    accounts: ctx.accounts,
    limit: RUNNING_MAX,
  });
  return rows.map(({ backup, instance }) => toBackupDto(backup, instance));
}
