import { z } from "zod";
import { RetentionPreviewDto } from "#lib/retention/dto";
import { previewPolicy } from "#lib/retention/preview-policy";
import { PreviewPolicyBody } from "#lib/retention/schemas";
import { declareRoute } from "#lib/web/declare-route";

export const previewOnePolicy = declareRoute({
  method: "POST",
  path: "/api/policies/{id}/preview",
  summary: "What a policy would keep and remove of the images there are; removes nothing",
  tag: "Retention",
  permission: "policies.read",
  params: z.object({ id: z.string().min(1).max(64) }),
  body: PreviewPolicyBody,
  responses: { 200: RetentionPreviewDto },
  handle: async ({ ctx, params, body }) => ({
    status: 200,
    body: await previewPolicy(ctx, { policyId: params.id, ...body }),
  }),
});
