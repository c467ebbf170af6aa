import type { AuthOptions } from "next-auth";
import type { JWT } from "next-auth/jwt";
import * as credentialsModule from "next-auth/providers/credentials";
import { z } from "zod";
import { asUser } from "../auth/as-user";
import { endSession } from "../auth/end-session";
import { findSession } from "../auth/find-session";
import { SignInInput, signIn } from "../auth/sign-in";
import { toIso } from "../clock";
import type { Context } from "../context";
import { LimitExceededError, UnauthorizedError, ValidationError } from "../errors";
import { importedDefault } from "./imported-default";
import { safeLocalPath } from "./local-path";
import { SESSION_MAX_AGE_SECONDS, sessionCookie } from "./session-cookie";
import { SIGN_IN_PATH } from "./session-paths";

const credentialsProvider = importedDefault(credentialsModule.default);

/**
 * next-auth's options for one request: its token names a session row and holds nothing else.
 * `onSignIn` is told the id of that row.
 */
export function authOptions(
  ctx: Context,
  headers: Headers,
  onSignIn: (sessionId: string) => Promise<void>,
): AuthOptions {
  const { name, options } = sessionCookie(ctx.runtime, headers);
  return {
    secret: ctx.runtime.config.sessionSecret,
    useSecureCookies: options.secure,
    cookies: {
      sessionToken: { name, options },
      // next-auth would call this one alone by the weaker prefix.
      callbackUrl: { name: `${options.secure ? "__Host-" : ""}next-auth.callback-url`, options },
    },
    session: { strategy: "jwt", maxAge: SESSION_MAX_AGE_SECONDS },
    pages: { signIn: SIGN_IN_PATH, error: SIGN_IN_PATH, signOut: SIGN_IN_PATH },
    providers: [
      credentialsProvider({
        credentials: {
          username: { label: "User name" },
          password: { label: "Password" },
          otp: { label: "Code" },
        },
        authorize: (given) => authorize(ctx, { given, userAgent: headers.get("user-agent") ?? "" }),
      }),
    ],
    callbacks: {
      redirect: ({ url, baseUrl }) => `${baseUrl}${localTarget(url, baseUrl)}`,
      jwt: async ({ token, user }) => (user ? { sid: user.id } : { sid: sidOf(token) }),
      session: ({ session, token }) => describeSession(ctx, { session, token }),
    },
    events: {
      async signIn({ user }) {
        // The browser's earlier session would live on without anyone holding its cookie.
        if (ctx.actor.type === "user") await endSession(ctx);
        await onSignIn(user.id);
      },
      async signOut({ token }) {
        const found = await liveSession(ctx, token);
        if (found) await endSession({ ...ctx, ...asUser(found) });
      },
    },
    logger: quietLogger(ctx),
  };
}

/** next-auth's user is our session: its id is all that the token keeps. */
async function authorize(
  ctx: Context,
  input: { given: unknown; userAgent: string },
): Promise<{ id: string } | null> {
  const parsed = SignInInput.safeParse(withoutEmptyCode(input.given));
  if (!parsed.success) return null;
  try {
    const { userAgent } = input;
    const { session } = await signIn(ctx, { ...parsed.data, kind: "web", userAgent });
    return { id: session.id };
  } catch (error) {
    if (error instanceof UnauthorizedError && error.reason === "second_factor_required") {
      throw new Error(error.reason, { cause: error });
    }
    if (error instanceof UnauthorizedError || error instanceof ValidationError) return null;
    // next-auth puts the message into an address: it must say nothing more than this.
    if (error instanceof LimitExceededError) throw new Error("limit_exceeded", { cause: error });
    ctx.runtime.log.error({ err: error, requestId: ctx.requestId }, "sign-in failed");
    throw new Error("internal", { cause: error });
  }
}

/** Forms send a field that nobody filled in as an empty text. */
function withoutEmptyCode(given: unknown): unknown {
  const parsed = z.looseObject({ otp: z.literal("") }).safeParse(given);
  return parsed.success ? { ...parsed.data, otp: undefined } : given;
}

async function describeSession(
  ctx: Context,
  input: { session: { expires: string }; token: JWT },
): Promise<{ user: { name: string; role: string }; expires: string }> {
  const found = await liveSession(ctx, input.token);
  if (!found) throw new UnauthorizedError("Your session has ended.");
  const { username, role } = found.user;
  return { user: { name: username, role }, expires: toIso(found.session.expiresAt) };
}

function liveSession(ctx: Context, token: JWT): ReturnType<typeof findSession> {
  const input = { sessionId: sidOf(token), kind: "web", counts: false } as const;
  return findSession(ctx.runtime, input);
}

function sidOf(token: JWT): string {
  return z.string().catch("").parse(token["sid"]);
}

function localTarget(url: string, baseUrl: string): string {
  return safeLocalPath(url.startsWith(`${baseUrl}/`) ? url.slice(baseUrl.length) : url);
}

/** Its warnings are about settings that we make needless, its errors about dead tokens. */
function quietLogger(ctx: Context): AuthOptions["logger"] {
  const log = ctx.runtime.log.child({ requestId: ctx.requestId });
  const write = (code: string) => log.debug({ code }, "next-auth");
  return { error: write, warn: write, debug: write };
}
