import { z } from "zod";
import { revokeOwnToken } from "#lib/users/tokens/revoke-token";
import { declareRoute } from "#lib/web/declare-route";

export const revokeOneOfMyTokens = declareRoute({
  method: "DELETE",
  path: "/api/tokens/{id}",
  summary: "Revoke one of your personal tokens",
  tag: "Account",
  permission: "account.self",
  params: z.object({ id: z.string().min(1).max(64) }),
  responses: { 204: null },
  handle: async ({ ctx, params }) => {
    await revokeOwnToken(ctx, { tokenId: params.id });
    return { status: 204 };
  },
});
