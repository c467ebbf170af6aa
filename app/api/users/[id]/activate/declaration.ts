import { z } from "zod";
import { ManagedUserDto } from "#lib/users/managed-user-dto";
import { activateUser } from "#lib/users/activate-user";
import { declareRoute } from "#lib/web/declare-route";

export const activateOneUser = declareRoute({
  method: "POST",
  path: "/api/users/{id}/activate",
  summary: "Let a deactivated user in again",
  tag: "Users",
  permission: "users.write",
  params: z.object({ id: z.string().min(1).max(64) }),
  responses: { 200: ManagedUserDto },
  handle: async ({ ctx, params }) => ({
    status: 200,
    body: await activateUser(ctx, { userId: params.id }),
  }),
});
