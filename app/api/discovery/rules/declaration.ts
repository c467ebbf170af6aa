import { createRule } from "#lib/discovery/rules/create-rule";
import { RuleDto } from "#lib/discovery/rules/dto";
import { listRules } from "#lib/discovery/rules/list-rules";
import { CreateRuleInput, ListRulesQuery } from "#lib/discovery/rules/schemas";
import { pageOf } from "#lib/paging";
import { declareRoute } from "#lib/web/declare-route";

const path = "/api/discovery/rules";
const tag = "Discovery";

export const listAllRules = declareRoute({
  method: "GET",
  path,
  summary: "Rules that protect what appears with certain tags, in the order in which they do",
  tag,
  permission: "instances.read",
  query: ListRulesQuery,
  responses: { 200: pageOf(RuleDto) },
  handle: async ({ ctx, query }) => ({ status: 200, body: await listRules(ctx, query) }),
});

export const addRule = declareRoute({
  method: "POST",
  path,
  summary: "Protect by tags from now on; what matches already is looked at and protected at once",
  tag,
  permission: "instances.write",
  body: CreateRuleInput,
  idempotent: true,
  responses: { 201: RuleDto },
  handle: async ({ ctx, body }) => {
    const rule = await createRule(ctx, body);
    const headers = { Location: `/api/discovery/rules/${rule.id}` };
    return { status: 201, body: rule, headers };
  },
});
