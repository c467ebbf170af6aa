import { disableSecondFactor } from "#lib/auth/second-factor/disable-second-factor";
import { DisableSecondFactorInput } from "#lib/auth/second-factor/schemas";
import { declareRoute } from "#lib/web/declare-route";

export const disableMySecondFactor = declareRoute({
  method: "POST",
  path: "/api/me/second-factor/removal",
  summary: "Turn the second factor off, with the password and a code",
  tag: "Account",
  permission: "account.secure",
  body: DisableSecondFactorInput,
  responses: { 204: null },
  handle: async ({ ctx, body }) => {
    await disableSecondFactor(ctx, body);
    return { status: 204 };
  },
});
