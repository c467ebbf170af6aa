import { disableSecondFactor } from "#lib/auth/second-factor/disable-second-factor";
import { DisableSecondFactorInput } from "#lib/auth/second-factor/schemas";
import { declareRoute } from "#lib/web/declare-route";
import { deviceCookieLines } from "#lib/web/hand-over-session";

export const disableMySecondFactor = declareRoute({
  method: "POST",
  path: "/api/me/second-factor/removal",
  summary: "Turn the second factor off, with the password and a code",
  tag: "Account",
  permission: "account.secure",
  body: DisableSecondFactorInput,
  responses: { 204: null },
  handle: async ({ ctx, body, request }) => {
    const { session } = await disableSecondFactor(ctx, body);
    const { headers } = request;
    return { status: 204, cookies: await deviceCookieLines(ctx.runtime, { session, headers }) };
  },
});
