import { z } from "zod";
import { PlaceDetailDto } from "#lib/eventbridge/dto";
import { repairPlace } from "#lib/eventbridge/repair-place";
import { RepairBody } from "#lib/eventbridge/schemas";
import { declareRoute } from "#lib/web/declare-route";

export const repairPlaceOfEventbridge = declareRoute({
  method: "POST",
  path: "/api/eventbridge/{id}/repair",
  summary: "Put back what somebody else changed or deleted, all of it or one object",
  tag: "EventBridge",
  permission: "schedules.write",
  params: z.object({ id: z.string().min(1).max(64) }),
  body: RepairBody,
  responses: { 202: PlaceDetailDto },
  handle: async ({ ctx, params, body }) => ({
    status: 202,
    body: await repairPlace(ctx, { placeId: params.id, ...body }),
  }),
});
