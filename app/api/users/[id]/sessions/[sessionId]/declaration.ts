import { z } from "zod";
import { endSessionOf } from "#lib/users/sessions/end-sessions";
import { declareRoute } from "#lib/web/declare-route";

export const endOneSessionOfUser = declareRoute({
  method: "DELETE",
  path: "/api/users/{id}/sessions/{sessionId}",
  summary: "End one session of a user",
  tag: "Users",
  permission: "users.write",
  params: z.object({ id: z.string().min(1).max(64), sessionId: z.string().min(1).max(64) }),
  responses: { 204: null },
  handle: async ({ ctx, params: { id: userId, sessionId } }) => {
    await endSessionOf(ctx, { userId, sessionId });
    return { status: 204 };
  },
});
