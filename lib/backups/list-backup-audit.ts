import { listByTarget } from "../audit/audit.repo";
import type { AuditEntryDto } from "../audit/dto";
import { toAuditDto } from "../audit/to-audit-dto";
import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import { NotFoundError } from "../errors";
import { findListedBackup } from "./backup-list.repo";
import { GetBackupInput } from "./schemas";

const ENTRIES_MAX = 100;

/** What people, scripts and jobs did to a backup, newest first: the latest hundred. */
export async function listBackupAudit(
  ctx: Context,
  input: GetBackupInput,
): Promise<{ items: AuditEntryDto[] }> {
  requirePermission(ctx, "audit.read");
  const { backupId } = GetBackupInput.parse(input);
  const { read } = ctx.runtime.db;
  const { accounts } = ctx;
  if (!(await findListedBackup(read, { backupId, accounts })))
    throw new NotFoundError("The backup");
  const of = { targetType: "backup", targetId: backupId, accounts, limit: ENTRIES_MAX };
  const rows = await listByTarget(read, of);
  return { items: rows.map((row) => toAuditDto(row, accounts)) };
}
