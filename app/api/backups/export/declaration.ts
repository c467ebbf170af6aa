import { exportBackups } from "#lib/backups/export-backups";
import { ExportBackupsQuery } from "#lib/backups/schemas";
import { toFilterText } from "#lib/backups/to-filter-text";
import { declareRoute } from "#lib/web/declare-route";

export const exportAllBackups = declareRoute({
  method: "GET",
  path: "/api/backups/export",
  summary: "Every backup that the filters match, as CSV without formulas",
  tag: "Backups",
  permission: "backups.read",
  query: ExportBackupsQuery,
  responses: { 200: "text/csv" },
  handle: async ({ ctx, query: { bom, ...filters } }) => ({
    status: 200,
    body: exportBackups(ctx, { ...toFilterText(filters), bom: String(bom) }),
    headers: { "Content-Disposition": 'attachment; filename="backups.csv"' },
  }),
});
