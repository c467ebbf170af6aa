import { z } from "zod";
import { PlaceDto } from "#lib/eventbridge/dto";
import { listEventbridgePlaces } from "#lib/eventbridge/get-place";
import { declareRoute } from "#lib/web/declare-route";

export const listPlacesOfEventbridge = declareRoute({
  method: "GET",
  path: "/api/eventbridge",
  summary: "Every account and region in which AWS starts backups, or still has something of ours",
  tag: "EventBridge",
  permission: "schedules.read",
  responses: { 200: z.object({ items: z.array(PlaceDto) }) },
  handle: async ({ ctx }) => ({ status: 200, body: { items: await listEventbridgePlaces(ctx) } }),
});
