import { z } from "zod";
import { assignPolicy } from "#lib/retention/assign-policy";
import { InstanceIds } from "#lib/retention/schemas";
import { declareRoute } from "#lib/web/declare-route";

export const assignOnePolicy = declareRoute({
  method: "POST",
  path: "/api/policies/{id}/instances",
  summary: "Let instances follow a policy; an own policy they had goes",
  tag: "Retention",
  permission: "policies.write",
  params: z.object({ id: z.string().min(1).max(64) }),
  body: z.strictObject({ instanceIds: InstanceIds }),
  responses: { 200: z.object({ changed: z.number().int() }) },
  handle: async ({ ctx, params, body }) => ({
    status: 200,
    body: await assignPolicy(ctx, { policyId: params.id, ...body }),
  }),
});
