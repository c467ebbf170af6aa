import { exportAudit } from "#lib/audit/export-audit";
import { declareRoute } from "#lib/web/declare-route";

export const exportAuditLog = declareRoute({
  method: "GET",
  path: "/api/audit/export",
  summary: "The whole audit log, archived entries too, as JSON lines from the first entry on",
  tag: "Audit",
  permission: "audit.read",
  responses: { 200: "application/x-ndjson" },
  handle: async ({ ctx }) => ({
    status: 200,
    body: exportAudit(ctx),
    headers: { "Content-Disposition": 'attachment; filename="audit.jsonl"' },
  }),
});
