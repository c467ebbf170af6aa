import { z } from "zod";
import { ManagedUserDto } from "#lib/users/managed-user-dto";
import { deactivateUser } from "#lib/users/deactivate-user";
import { declareRoute } from "#lib/web/declare-route";

export const deactivateOneUser = declareRoute({
  method: "POST",
  path: "/api/users/{id}/deactivate",
  summary: "Deactivate a user: every session, token and link of theirs ends at once",
  tag: "Users",
  permission: "users.write",
  params: z.object({ id: z.string().min(1).max(64) }),
  responses: { 200: ManagedUserDto },
  handle: async ({ ctx, params }) => ({
    status: 200,
    body: await deactivateUser(ctx, { userId: params.id }),
  }),
});
