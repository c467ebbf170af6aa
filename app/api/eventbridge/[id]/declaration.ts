import { z } from "zod";
import { PlaceDetailDto } from "#lib/eventbridge/dto";
import { getPlace } from "#lib/eventbridge/get-place";
import { declareRoute } from "#lib/web/declare-route";

export const getPlaceOfEventbridge = declareRoute({
  method: "GET",
  path: "/api/eventbridge/{id}",
  summary: "One of them with its objects in AWS, what needs somebody first",
  tag: "EventBridge",
  permission: "schedules.read",
  params: z.object({ id: z.string().min(1).max(64) }),
  responses: { 200: PlaceDetailDto },
  handle: async ({ ctx, params }) => ({
    status: 200,
    body: await getPlace(ctx, { placeId: params.id }),
  }),
});
