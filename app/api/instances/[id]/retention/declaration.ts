import { z } from "zod";
import { InstanceRetentionDto, RetentionPolicyDto } from "#lib/retention/dto";
import { getInstanceRetention } from "#lib/retention/get-instance-retention";
import { OwnPolicyBody } from "#lib/retention/schemas";
import { setOwnPolicy } from "#lib/retention/set-own-policy";
import { declareRoute } from "#lib/web/declare-route";

const params = z.object({ id: z.string().min(1).max(64) });
const path = "/api/instances/{id}/retention";
const tag = "Retention";

export const getOneInstanceRetention = declareRoute({
  method: "GET",
  path,
  summary: "Why each of an instance's images stays, and when it will go",
  tag,
  permission: "policies.read",
  params,
  responses: { 200: InstanceRetentionDto },
  handle: async ({ ctx, params }) => ({
    status: 200,
    body: await getInstanceRetention(ctx, { instanceId: params.id }),
  }),
});

export const setInstanceRetention = declareRoute({
  method: "PUT",
  path,
  summary: "Give an instance a policy of its own; PATCH the instance to share one again",
  tag,
  permission: "policies.write",
  params,
  body: OwnPolicyBody,
  responses: { 200: RetentionPolicyDto },
  handle: async ({ ctx, params, body }) => ({
    status: 200,
    body: await setOwnPolicy(ctx, { instanceId: params.id, ...body }),
  }),
});
