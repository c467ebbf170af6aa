import { changePassword } from "#lib/users/change-password";
import { ChangePasswordInput } from "#lib/users/schemas";
import { ChangedPasswordDto } from "#lib/users/dto";
import { declareRoute } from "#lib/web/declare-route";
import { handOverSession } from "#lib/web/hand-over-session";

export const changeMyPassword = declareRoute({
  method: "POST",
  path: "/api/me/password",
  summary: "Change the password; ends every session and gives this one a new token or cookie",
  tag: "Account",
  permission: "account.self",
  body: ChangePasswordInput,
  responses: { 200: ChangedPasswordDto },
  handle: async ({ ctx, body, request }) => {
    const changed = await changePassword(ctx, body);
    const { token, expiresAt, cookies } = await handOverSession(ctx.runtime, {
      session: changed.session,
      headers: request.headers,
    });
    return { status: 200, cookies, body: { token, expiresAt, mustChangePassword: false } };
  },
});
