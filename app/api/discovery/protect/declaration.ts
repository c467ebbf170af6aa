import { BulkReportDto } from "#lib/bulk";
import { protectDiscovered } from "#lib/discovery/protect-discovered";
import { ProtectDiscoveredInput } from "#lib/discovery/schemas";
import { declareRoute } from "#lib/web/declare-route";

export const protectManyDiscovered = declareRoute({
  method: "POST",
  path: "/api/discovery/protect",
  summary: "Protect up to 200 discovered instances; what became of each is in the answer",
  tag: "Discovery",
  permission: "instances.write",
  body: ProtectDiscoveredInput,
  responses: { 200: BulkReportDto },
  handle: async ({ ctx, body }) => ({ status: 200, body: await protectDiscovered(ctx, body) }),
});
