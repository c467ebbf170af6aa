import { holdBackups } from "#lib/backups/hold-backups";
import { HoldBackupsInput } from "#lib/backups/schemas";
import { BulkReportDto } from "#lib/bulk";
import { declareRoute } from "#lib/web/declare-route";

export const holdManyBackups = declareRoute({
  method: "POST",
  path: "/api/backups/holds",
  summary: "Hold up to 200 backups, or release them; says what became of each",
  tag: "Backups",
  permission: "backups.hold",
  body: HoldBackupsInput,
  responses: { 200: BulkReportDto },
  handle: async ({ ctx, body }) => ({ status: 200, body: await holdBackups(ctx, body) }),
});
