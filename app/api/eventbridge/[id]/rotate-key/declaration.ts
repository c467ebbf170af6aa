import { z } from "zod";
import { PlaceDetailDto } from "#lib/eventbridge/dto";
import { rotateKey } from "#lib/eventbridge/repair-place";
import { declareRoute } from "#lib/web/declare-route";

export const rotateKeyOfEventbridge = declareRoute({
  method: "POST",
  path: "/api/eventbridge/{id}/rotate-key",
  summary: "Give the function there a new key for its reports; the one before ends when AWS has it",
  tag: "EventBridge",
  permission: "credentials.write",
  params: z.object({ id: z.string().min(1).max(64) }),
  responses: { 202: PlaceDetailDto },
  handle: async ({ ctx, params }) => ({
    status: 202,
    body: await rotateKey(ctx, { placeId: params.id }),
  }),
});
