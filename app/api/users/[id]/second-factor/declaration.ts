import { z } from "zod";
import { resetSecondFactor } from "#lib/users/reset-second-factor";
import { declareRoute } from "#lib/web/declare-route";

export const resetSecondFactorOfUser = declareRoute({
  method: "DELETE",
  path: "/api/users/{id}/second-factor",
  summary: "Take away a user's authenticator and recovery codes, and end their sessions",
  tag: "Users",
  permission: "users.write",
  params: z.object({ id: z.string().min(1).max(64) }),
  responses: { 204: null },
  handle: async ({ ctx, params }) => {
    await resetSecondFactor(ctx, { userId: params.id });
    return { status: 204 };
  },
});
