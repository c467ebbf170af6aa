import { z } from "zod";
import { BackupId } from "#lib/backups/schemas";
import { RemovalPreviewDto } from "#lib/removal/dto";
import { previewRemoval } from "#lib/removal/preview-removal";
import { declareRoute } from "#lib/web/declare-route";

export const previewOneRemoval = declareRoute({
  method: "GET",
  path: "/api/backups/{id}/removal-preview",
  summary: "What deleting a backup would destroy, what refers to its image, and what would stay",
  tag: "Backups",
  permission: "backups.delete",
  params: z.object({ id: BackupId }),
  responses: { 200: RemovalPreviewDto },
  handle: async ({ ctx, params }) => ({
    status: 200,
    body: await previewRemoval(ctx, { backupId: params.id }),
  }),
});
