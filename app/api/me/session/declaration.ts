import { endSession } from "#lib/auth/end-session";
import { declareRoute } from "#lib/web/declare-route";

export const endMySession = declareRoute({
  method: "DELETE",
  path: "/api/me/session",
  summary: "End the session of this token or cookie",
  tag: "Account",
  permission: "account.self",
  responses: { 204: null },
  handle: async ({ ctx }) => {
    await endSession(ctx);
    return { status: 204 };
  },
});
