import { z } from "zod";
import { UserWithLinkDto } from "#lib/users/managed-user-dto";
import { resetUserPassword } from "#lib/users/reset-user-password";
import { declareRoute } from "#lib/web/declare-route";

export const resetPasswordOfUser = declareRoute({
  method: "POST",
  path: "/api/users/{id}/reset",
  summary:
    "End a user's password, sessions and tokens; the answer has a one-time link for a new password",
  tag: "Users",
  permission: "users.write",
  params: z.object({ id: z.string().min(1).max(64) }),
  responses: { 200: UserWithLinkDto },
  handle: async ({ ctx, params }) => ({
    status: 200,
    body: await resetUserPassword(ctx, { userId: params.id }),
  }),
});
