import { RetentionPreviewDto } from "#lib/retention/dto";
import { previewPolicy } from "#lib/retention/preview-policy";
import { PreviewRulesBody } from "#lib/retention/schemas";
import { declareRoute } from "#lib/web/declare-route";

export const previewUnsavedPolicy = declareRoute({
  method: "POST",
  path: "/api/policies/preview",
  summary: "What rules that are not saved would keep and remove of the images there are",
  tag: "Retention",
  permission: "policies.read",
  body: PreviewRulesBody,
  responses: { 200: RetentionPreviewDto },
  handle: async ({ ctx, body }) => ({ status: 200, body: await previewPolicy(ctx, body) }),
});
