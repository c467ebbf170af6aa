import { confirmSecondFactor } from "#lib/auth/second-factor/confirm-second-factor";
import { RecoveryCodesDto } from "#lib/auth/second-factor/dto";
import { ConfirmSecondFactorInput } from "#lib/auth/second-factor/schemas";
import { ChangedPasswordDto } from "#lib/users/dto";
import { declareRoute } from "#lib/web/declare-route";
import { handOverSession } from "#lib/web/hand-over-session";

export const confirmMySecondFactor = declareRoute({
  method: "POST",
  path: "/api/me/second-factor/confirmation",
  summary:
    "A code of the new authenticator: from now on it counts; ends every session and gives this one a new token or cookie",
  tag: "Account",
  permission: "account.secure",
  body: ConfirmSecondFactorInput,
  responses: {
    200: RecoveryCodesDto.extend(ChangedPasswordDto.pick({ token: true, expiresAt: true }).shape),
  },
  handle: async ({ ctx, body, request }) => {
    const { session, recoveryCodes } = await confirmSecondFactor(ctx, body);
    const { token, expiresAt, cookies } = await handOverSession(ctx.runtime, {
      session,
      headers: request.headers,
    });
    return { status: 200, cookies, body: { recoveryCodes, token, expiresAt } };
  },
});
