import { signApiToken } from "#lib/auth/api-token";
import { SignInInput, signIn } from "#lib/auth/sign-in";
import { toIso } from "#lib/clock";
import { TokenDto } from "#lib/users/dto";
import { toUserDto } from "#lib/users/to-user-dto";
import { declareRoute } from "#lib/web/declare-route";

export const login = declareRoute({
  method: "POST",
  path: "/api/login",
  summary:
    "Sign in with name and password, and otp where there is a second factor; the token is good for an hour",
  tag: "Account",
  permission: "public",
  body: SignInInput,
  responses: { 200: TokenDto },
  handle: async ({ ctx, body, request }) => {
    const userAgent = request.headers.get("user-agent") ?? "";
    const { session, user } = await signIn(ctx, { ...body, kind: "api", userAgent });
    const token = await signApiToken(ctx.runtime, {
      sessionId: session.id,
      expiresAt: session.expiresAt,
    });
    const expiresAt = toIso(session.expiresAt);
    return { status: 200, body: { token, expiresAt, user: toUserDto(user) } };
  },
});
