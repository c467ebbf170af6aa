import { BulkReportDto } from "#lib/bulk";
import { ignoreDiscovered } from "#lib/discovery/ignore-discovered";
import { IgnoreDiscoveredInput } from "#lib/discovery/schemas";
import { declareRoute } from "#lib/web/declare-route";

export const ignoreManyDiscovered = declareRoute({
  method: "POST",
  path: "/api/discovery/ignore",
  summary: "Leave up to 200 discovered instances unprotected, or count them again",
  tag: "Discovery",
  permission: "instances.write",
  body: IgnoreDiscoveredInput,
  responses: { 200: BulkReportDto },
  handle: async ({ ctx, body }) => ({ status: 200, body: await ignoreDiscovered(ctx, body) }),
});
