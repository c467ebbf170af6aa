import { z } from "zod";
import { PlaceDetailDto } from "#lib/eventbridge/dto";
import { refreshPlace } from "#lib/eventbridge/repair-place";
import { declareRoute } from "#lib/web/declare-route";

export const refreshPlaceOfEventbridge = declareRoute({
  method: "POST",
  path: "/api/eventbridge/{id}/refresh",
  summary: "Compare everything there with AWS now; nothing is changed",
  tag: "EventBridge",
  permission: "schedules.write",
  params: z.object({ id: z.string().min(1).max(64) }),
  responses: { 202: PlaceDetailDto },
  handle: async ({ ctx, params }) => ({
    status: 202,
    body: await refreshPlace(ctx, { placeId: params.id }),
  }),
});
