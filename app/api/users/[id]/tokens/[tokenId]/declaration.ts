import { z } from "zod";
import { revokeTokenOf } from "#lib/users/tokens/revoke-token";
import { declareRoute } from "#lib/web/declare-route";

export const revokeOneTokenOfUser = declareRoute({
  method: "DELETE",
  path: "/api/users/{id}/tokens/{tokenId}",
  summary: "Revoke a personal token of a user",
  tag: "Users",
  permission: "users.write",
  params: z.object({ id: z.string().min(1).max(64), tokenId: z.string().min(1).max(64) }),
  responses: { 204: null },
  handle: async ({ ctx, params: { id: userId, tokenId } }) => {
    await revokeTokenOf(ctx, { userId, tokenId });
    return { status: 204 };
  },
});
