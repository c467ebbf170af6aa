import { RulePreviewDto } from "#lib/discovery/rules/dto";
import { previewRule } from "#lib/discovery/rules/preview-rule";
import { PreviewRuleInput } from "#lib/discovery/rules/schemas";
import { declareRoute } from "#lib/web/declare-route";

export const previewOneRule = declareRoute({
  method: "POST",
  path: "/api/discovery/rules/preview",
  summary:
    "What a rule would match and protect, among what the last looks showed; nothing is saved",
  tag: "Discovery",
  permission: "instances.read",
  body: PreviewRuleInput,
  responses: { 200: RulePreviewDto },
  handle: async ({ ctx, body }) => ({ status: 200, body: await previewRule(ctx, body) }),
});
