import { pageOf } from "#lib/paging";
import { createPolicy } from "#lib/retention/create-policy";
import { RetentionPolicyDto } from "#lib/retention/dto";
import { listPolicies } from "#lib/retention/list-policies";
import { CreatePolicyInput, ListPoliciesQuery } from "#lib/retention/schemas";
import { declareRoute } from "#lib/web/declare-route";

const path = "/api/policies";
const tag = "Retention";

export const listAllPolicies = declareRoute({
  method: "GET",
  path,
  summary: "Retention policies that instances may share, by name",
  tag,
  permission: "policies.read",
  query: ListPoliciesQuery,
  responses: { 200: pageOf(RetentionPolicyDto) },
  handle: async ({ ctx, query }) => ({ status: 200, body: await listPolicies(ctx, query) }),
});

export const addPolicy = declareRoute({
  method: "POST",
  path,
  summary: "Add a named retention policy; a backup that any of its rules keeps is kept",
  tag,
  permission: "policies.write",
  body: CreatePolicyInput,
  idempotent: true,
  responses: { 201: RetentionPolicyDto },
  handle: async ({ ctx, body }) => {
    const policy = await createPolicy(ctx, body);
    return { status: 201, body: policy, headers: { Location: `/api/policies/${policy.id}` } };
  },
});
