import { MeDto } from "#lib/users/dto";
import { getMe } from "#lib/users/get-me";
import { declareRoute } from "#lib/web/declare-route";

export const me = declareRoute({
  method: "GET",
  path: "/api/me",
  summary: "Who is signed in, and what they may do",
  tag: "Account",
  permission: "account.read",
  responses: { 200: MeDto },
  handle: async ({ ctx }) => ({ status: 200, body: await getMe(ctx) }),
});
