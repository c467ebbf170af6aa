import { z } from "zod";
import { RetentionHistoryDto } from "#lib/retention/compare-dto";
import { getRetentionHistory } from "#lib/retention/get-retention-history";
import { declareRoute } from "#lib/web/declare-route";

export const getInstanceRetentionHistory = declareRoute({
  method: "GET",
  path: "/api/instances/{id}/retention-history",
  summary: "An instance's images, schedules and policy, to plan over elsewhere",
  tag: "Retention",
  permission: "policies.read",
  params: z.object({ id: z.string().min(1).max(64) }),
  responses: { 200: RetentionHistoryDto },
  handle: async ({ ctx, params }) => ({
    status: 200,
    body: await getRetentionHistory(ctx, { instanceId: params.id }),
  }),
});
