import { z } from "zod";
import { AuditEntryDto } from "#lib/audit/dto";
import { listAudit } from "#lib/audit/list-audit";
import { ListAuditQuery } from "#lib/audit/schemas";
import { pageOf } from "#lib/paging";
import { declareRoute } from "#lib/web/declare-route";

export const listAuditEntries = declareRoute({
  method: "GET",
  path: "/api/audit",
  summary: "The audit log, newest first, as far as it is not archived",
  tag: "Audit",
  permission: "audit.read",
  query: ListAuditQuery,
  responses: {
    200: pageOf(AuditEntryDto).extend({ searchedTo: z.iso.datetime().nullable() }),
  },
  handle: async ({ ctx, query }) => ({ status: 200, body: await listAudit(ctx, query) }),
});
