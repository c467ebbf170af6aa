import { listByTarget } from "../audit/audit.repo";
import type { AuditEntryDto } from "../audit/dto";
import { requirePermission } from "../auth/require-permission";
import { toIso } from "../clock";
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
  return {
    items: rows.map((row) => ({
      id: row.id,
      at: toIso(row.at),
      actorType: row.actorType,
      actorName: row.actorName,
      action: row.action,
      before: row.before,
      after: row.after,
      requestId: row.requestId,
      address: row.address,
    })),
  };
}
