import { z } from "zod";
import { deletePolicy } from "#lib/retention/delete-policy";
import { RetentionPolicyDto } from "#lib/retention/dto";
import { getPolicy } from "#lib/retention/get-policy";
import { UpdatePolicyBody } from "#lib/retention/schemas";
import { updatePolicy } from "#lib/retention/update-policy";
import { declareRoute } from "#lib/web/declare-route";

const params = z.object({ id: z.string().min(1).max(64) });
const path = "/api/policies/{id}";
const tag = "Retention";

export const getOnePolicy = declareRoute({
  method: "GET",
  path,
  summary: "One retention policy",
  tag,
  permission: "policies.read",
  params,
  responses: { 200: RetentionPolicyDto },
  handle: async ({ ctx, params }) => ({
    status: 200,
    body: await getPolicy(ctx, { policyId: params.id }),
  }),
});

export const updateOnePolicy = declareRoute({
  method: "PATCH",
  path,
  summary: "Change a retention policy for every instance that follows it",
  tag,
  permission: "policies.write",
  params,
  body: UpdatePolicyBody,
  responses: { 200: RetentionPolicyDto },
  handle: async ({ ctx, params, body }) => ({
    status: 200,
    body: await updatePolicy(ctx, { policyId: params.id, ...body }),
  }),
});

export const deleteOnePolicy = declareRoute({
  method: "DELETE",
  path,
  summary: "Delete a retention policy that no instance follows",
  tag,
  permission: "policies.write",
  params,
  responses: { 204: null },
  handle: async ({ ctx, params }) => {
    await deletePolicy(ctx, { policyId: params.id });
    return { status: 204 };
  },
});
