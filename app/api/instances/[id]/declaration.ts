import { z } from "zod";
import { InstanceDto } from "#lib/instances/dto";
import { getInstance } from "#lib/instances/get-instance";
import { removeInstance } from "#lib/instances/remove-instance";
import { RemoveInstanceQuery, UpdateInstanceBody } from "#lib/instances/schemas";
import { updateInstance } from "#lib/instances/update-instance";
import { declareRoute } from "#lib/web/declare-route";

const params = z.object({ id: z.string().min(1).max(64) });
const path = "/api/instances/{id}";
const tag = "Instances";

export const getProtectedInstance = declareRoute({
  method: "GET",
  path,
  summary: "One instance, also after it was removed",
  tag,
  permission: "instances.read",
  params,
  responses: { 200: InstanceDto },
  handle: async ({ ctx, params }) => ({
    status: 200,
    body: await getInstance(ctx, { instanceId: params.id }),
  }),
});

export const updateProtectedInstance = declareRoute({
  method: "PATCH",
  path,
  summary: "Change schedule, reboot choice, policy or credential; pause and resume",
  tag,
  permission: "instances.write",
  params,
  body: UpdateInstanceBody,
  responses: { 200: InstanceDto },
  handle: async ({ ctx, params, body }) => ({
    status: 200,
    body: await updateInstance(ctx, { instanceId: params.id, ...body }),
  }),
});

export const removeProtectedInstance = declareRoute({
  method: "DELETE",
  path,
  summary:
    "End an instance's protection; its backups stay, here and in AWS, unless their policy goes on",
  tag,
  permission: "instances.remove",
  params,
  query: RemoveInstanceQuery,
  responses: { 204: null },
  handle: async ({ ctx, params, query }) => {
    await removeInstance(ctx, { instanceId: params.id, ...query });
    return { status: 204 };
  },
});
