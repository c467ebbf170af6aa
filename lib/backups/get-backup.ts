import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import { NotFoundError } from "../errors";
import { loadBackupDetails } from "./backup-detail.repo";
import { findListedBackup } from "./backup-list.repo";
import type { BackupDetailDto } from "./dto";
import { GetBackupInput } from "./schemas";
import { toBackupDetailDto } from "./to-backup-detail-dto";

export async function getBackup(ctx: Context, input: GetBackupInput): Promise<BackupDetailDto> {
  requirePermission(ctx, "backups.read");
  const { backupId } = GetBackupInput.parse(input);
  const { read } = ctx.runtime.db;
  const found = await findListedBackup(read, { backupId, accounts: ctx.accounts });
  if (!found) throw new NotFoundError("The backup");
  return toBackupDetailDto(ctx, found, await loadBackupDetails(read, found.backup));
}
