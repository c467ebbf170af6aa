import { z } from "zod";
import { pageOf } from "#lib/paging";
import { PersonalTokenDto } from "#lib/users/tokens/dto";
import { listTokens } from "#lib/users/tokens/list-tokens";
import { declareRoute } from "#lib/web/declare-route";

export const listTokensOfUser = declareRoute({
  method: "GET",
  path: "/api/users/{id}/tokens",
  summary: "A user's personal tokens: what they may do, until when, last used",
  tag: "Users",
  permission: "users.read",
  params: z.object({ id: z.string().min(1).max(64) }),
  responses: { 200: pageOf(PersonalTokenDto) },
  handle: async ({ ctx, params: { id: userId } }) => ({
    status: 200,
    body: await listTokens(ctx, { userId }),
  }),
});
