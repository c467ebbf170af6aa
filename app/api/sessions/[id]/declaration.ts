import { z } from "zod";
import { endOwnSession } from "#lib/users/sessions/end-sessions";
import { declareRoute } from "#lib/web/declare-route";

export const endOneOfMySessions = declareRoute({
  method: "DELETE",
  path: "/api/sessions/{id}",
  summary: "End one of your sessions",
  tag: "Account",
  permission: "account.self",
  params: z.object({ id: z.string().min(1).max(64) }),
  responses: { 204: null },
  handle: async ({ ctx, params }) => {
    await endOwnSession(ctx, { sessionId: params.id });
    return { status: 204 };
  },
});
