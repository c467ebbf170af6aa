import { SecondFactorDto } from "#lib/auth/second-factor/dto";
import { getSecondFactor } from "#lib/auth/second-factor/get-second-factor";
import { declareRoute } from "#lib/web/declare-route";

export const getMySecondFactor = declareRoute({
  method: "GET",
  path: "/api/me/second-factor",
  summary: "Whether there is a second factor, and how many recovery codes are left",
  tag: "Account",
  permission: "account.self",
  responses: { 200: SecondFactorDto },
  handle: async ({ ctx }) => ({ status: 200, body: await getSecondFactor(ctx) }),
});
