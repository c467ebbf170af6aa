import { endSession } from "#lib/auth/end-session";
import { declareRoute } from "#lib/web/declare-route";

export const logout = declareRoute({
  method: "POST",
  path: "/api/logout",
  summary: "End the session of this token or cookie",
  tag: "Account",
  permission: "account.self",
  responses: { 204: null },
  handle: async ({ ctx }) => {
    await endSession(ctx);
    return { status: 204 };
  },
});
