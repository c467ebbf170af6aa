import { z } from "zod";
import { forgetPlace } from "#lib/eventbridge/repair-place";
import { declareRoute } from "#lib/web/declare-route";

export const forgetPlaceOfEventbridge = declareRoute({
  method: "POST",
  path: "/api/eventbridge/{id}/forget",
  summary: "Give up what AWS still has where nothing is needed any more: it stays there, by name",
  tag: "EventBridge",
  permission: "credentials.write",
  params: z.object({ id: z.string().min(1).max(64) }),
  responses: { 204: null },
  handle: async ({ ctx, params }) => {
    await forgetPlace(ctx, { placeId: params.id });
    return { status: 204 };
  },
});
