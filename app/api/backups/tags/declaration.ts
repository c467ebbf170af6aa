import { TagBackupsInput } from "#lib/backups/schemas";
import { tagBackups } from "#lib/backups/tag-backups";
import { BulkReportDto } from "#lib/bulk";
import { declareRoute } from "#lib/web/declare-route";

export const tagManyBackups = declareRoute({
  method: "POST",
  path: "/api/backups/tags",
  summary:
    "Set a tag on the images of up to 200 backups, or take it away; says what became of each",
  tag: "Backups",
  permission: "backups.edit",
  body: TagBackupsInput,
  responses: { 200: BulkReportDto },
  handle: async ({ ctx, body }) => ({ status: 200, body: await tagBackups(ctx, body) }),
});
