import { z } from "zod";
import { deleteRule } from "#lib/discovery/rules/delete-rule";
import { RuleDto } from "#lib/discovery/rules/dto";
import { getRule } from "#lib/discovery/rules/get-rule";
import { UpdateRuleBody } from "#lib/discovery/rules/schemas";
import { updateRule } from "#lib/discovery/rules/update-rule";
import { declareRoute } from "#lib/web/declare-route";

const params = z.object({ id: z.string().min(1).max(64) });
const path = "/api/discovery/rules/{id}";
const tag = "Discovery";

export const getOneRule = declareRoute({
  method: "GET",
  path,
  summary: "One rule, with how many match",
  tag,
  permission: "instances.read",
  params,
  responses: { 200: RuleDto },
  handle: async ({ ctx, params }) => ({
    status: 200,
    body: await getRule(ctx, { ruleId: params.id }),
  }),
});

export const updateOneRule = declareRoute({
  method: "PATCH",
  path,
  summary: "Change a rule; what it has protected stays as it is",
  tag,
  permission: "instances.write",
  params,
  body: UpdateRuleBody,
  responses: { 200: RuleDto },
  handle: async ({ ctx, params, body }) => ({
    status: 200,
    body: await updateRule(ctx, { ruleId: params.id, ...body }),
  }),
});

export const deleteOneRule = declareRoute({
  method: "DELETE",
  path,
  summary: "Delete a rule; what it has protected stays protected",
  tag,
  permission: "instances.write",
  params,
  responses: { 204: null },
  handle: async ({ ctx, params }) => {
    await deleteRule(ctx, { ruleId: params.id });
    return { status: 204 };
  },
});
