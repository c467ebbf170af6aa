import { z } from "zod";
import { AuditEntryDto } from "#lib/audit/dto";
import { listBackupAudit } from "#lib/backups/list-backup-audit";
import { BackupId } from "#lib/backups/schemas";
import { declareRoute } from "#lib/web/declare-route";

export const listAuditOfBackup = declareRoute({
  method: "GET",
  path: "/api/backups/{id}/audit",
  summary: "What was done to a backup and by whom, newest first: the latest hundred",
  tag: "Backups",
  permission: "audit.read",
  params: z.object({ id: BackupId }),
  responses: { 200: z.object({ items: z.array(AuditEntryDto) }) },
  handle: async ({ ctx, params }) => ({
    status: 200,
    body: await listBackupAudit(ctx, { backupId: params.id }),
  }),
});
