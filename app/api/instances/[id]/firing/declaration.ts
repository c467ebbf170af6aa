import { z } from "zod";
import { InstanceFiringDto } from "#lib/eventbridge/dto";
import { getInstanceFiring } from "#lib/eventbridge/get-instance-firing";
import { declareRoute } from "#lib/web/declare-route";

export const getFiringOfInstance = declareRoute({
  method: "GET",
  path: "/api/instances/{id}/firing",
  summary: "Who starts its scheduled backups, in AWS’s words, and how far the set-up there is",
  tag: "Instances",
  permission: "instances.read",
  params: z.object({ id: z.string().min(1).max(64) }),
  responses: { 200: InstanceFiringDto },
  handle: async ({ ctx, params }) => ({
    status: 200,
    body: await getInstanceFiring(ctx, { instanceId: params.id }),
  }),
});
