import { z } from "zod";
import { BackupDto } from "#lib/backups/dto";
import { BackupId, StartBackupBody } from "#lib/backups/schemas";
import { startBackup } from "#lib/backups/start-backup";
import { declareRoute } from "#lib/web/declare-route";

export const startInstanceBackup = declareRoute({
  method: "POST",
  path: "/api/instances/{id}/backups",
  summary: "Back up an instance now; 409 with a link while a backup of it is unfinished",
  tag: "Backups",
  permission: "backups.create",
  params: z.object({ id: BackupId }),
  body: StartBackupBody,
  idempotent: "byVerb",
  responses: { 202: BackupDto },
  handle: async ({ ctx, params, body, request }) => {
    const idempotencyKey = request.headers.get("idempotency-key") ?? undefined;
    const backup = await startBackup(ctx, { ...body, instanceId: params.id, idempotencyKey });
    return { status: 202, body: backup, headers: { Location: `/api/backups/${backup.id}` } };
  },
});
