import { exportAudit, isWholeExport } from "#lib/audit/export-audit";
import { AuditFilterQuery } from "#lib/audit/schemas";
import { declareRoute } from "#lib/web/declare-route";

export const exportAuditLog = declareRoute({
  method: "GET",
  path: "/api/audit/export",
  summary:
    "The audit log, archived entries too, as JSON lines from the first entry on; with filters a selection, which its first line says",
  tag: "Audit",
  permission: "audit.read",
  query: AuditFilterQuery,
  responses: { 200: "application/x-ndjson" },
  handle: async ({ ctx, query }) => {
    const name = isWholeExport(ctx, query) ? "audit" : "audit-selection";
    return {
      status: 200,
      body: exportAudit(ctx, query),
      headers: { "Content-Disposition": `attachment; filename="${name}.jsonl"` },
    };
  },
});
