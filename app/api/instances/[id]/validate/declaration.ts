import { z } from "zod";
import { InstanceValidationDto } from "#lib/instances/dto";
import { validateInstance } from "#lib/instances/validate-instance";
import { declareRoute } from "#lib/web/declare-route";

export const validateProtectedInstance = declareRoute({
  method: "POST",
  path: "/api/instances/{id}/validate",
  summary: "Look at the instance in AWS and keep what it shows: state, name, tags, volumes",
  tag: "Instances",
  permission: "instances.validate",
  params: z.object({ id: z.string().min(1).max(64) }),
  responses: { 200: InstanceValidationDto },
  handle: async ({ ctx, params }) => ({
    status: 200,
    body: await validateInstance(ctx, { instanceId: params.id }),
  }),
});
