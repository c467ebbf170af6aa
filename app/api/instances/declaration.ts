import { addInstance } from "#lib/instances/add-instance";
import { InstanceDto } from "#lib/instances/dto";
import { listInstances } from "#lib/instances/list-instances";
import { AddInstanceInput, ListInstancesInput } from "#lib/instances/schemas";
import { pageOf } from "#lib/paging";
import { declareRoute } from "#lib/web/declare-route";

export const listProtectedInstances = declareRoute({
  method: "GET",
  path: "/api/instances",
  summary: "Protected instances with their schedules, last good backup and health",
  tag: "Instances",
  permission: "instances.read",
  query: ListInstancesInput,
  responses: { 200: pageOf(InstanceDto) },
  handle: async ({ ctx, query }) => ({ status: 200, body: await listInstances(ctx, query) }),
});

export const protectInstance = declareRoute({
  method: "POST",
  path: "/api/instances",
  summary: "Protect an instance by its id, after a pre-flight check",
  tag: "Instances",
  permission: "instances.write",
  body: AddInstanceInput,
  idempotent: true,
  responses: { 201: InstanceDto },
  handle: async ({ ctx, body }) => {
    const instance = await addInstance(ctx, body);
    const headers = { Location: `/api/instances/${instance.id}` };
    return { status: 201, body: instance, headers };
  },
});
