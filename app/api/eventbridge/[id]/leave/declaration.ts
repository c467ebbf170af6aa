import { z } from "zod";
import { leaveObject } from "#lib/eventbridge/repair-place";
import { LeaveBody } from "#lib/eventbridge/schemas";
import { declareRoute } from "#lib/web/declare-route";

export const leaveObjectOfEventbridge = declareRoute({
  method: "POST",
  path: "/api/eventbridge/{id}/leave",
  summary: "Leave in AWS what somebody else changed and nothing here needs; it is ours no more",
  tag: "EventBridge",
  permission: "schedules.write",
  params: z.object({ id: z.string().min(1).max(64) }),
  body: LeaveBody,
  responses: { 204: null },
  handle: async ({ ctx, params, body }) => {
    await leaveObject(ctx, { placeId: params.id, ...body });
    return { status: 204 };
  },
});
