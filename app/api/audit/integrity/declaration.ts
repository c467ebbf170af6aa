import { AuditIntegrityDto } from "#lib/audit/dto";
import { getAuditIntegrity } from "#lib/audit/get-audit-integrity";
import { declareRoute } from "#lib/web/declare-route";

export const getIntegrityOfAudit = declareRoute({
  method: "GET",
  path: "/api/audit/integrity",
  summary: "What the last look at the chain of the audit log found",
  tag: "Audit",
  permission: "audit.read",
  responses: { 200: AuditIntegrityDto },
  handle: async ({ ctx }) => ({ status: 200, body: await getAuditIntegrity(ctx) }),
});
