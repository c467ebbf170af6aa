import { decode, encode } from "next-auth/jwt";
import { z } from "zod";
import { SESSION_ABSOLUTE_MS_MAX } from "../auth/session-limits";
import { SECOND } from "../clock";
import type { Runtime } from "../runtime";
import { PLAIN_COOKIE, SECURE_COOKIE, cookieValue } from "./cookie-names";
import { isSecure } from "./origin";

export const SESSION_MAX_AGE_SECONDS = SESSION_ABSOLUTE_MS_MAX / SECOND;

/** The whole content of the token: who and what is looked up in the row at every request. */
const SessionToken = z.object({ sid: z.string().regex(/^ses_[0-9a-z]{26}$/) });

export interface CookieOptions {
  httpOnly: true;
  sameSite: "lax";
  path: "/";
  secure: boolean;
}

export function sessionCookie(
  runtime: Runtime,
  headers: Headers,
): { name: string; options: CookieOptions } {
  const secure = isSecure(runtime.config, headers);
  return {
    name: secure ? SECURE_COOKIE : PLAIN_COOKIE,
    options: { httpOnly: true, sameSite: "lax", path: "/", secure },
  };
}

/** next-auth's own encrypted token (JWE, A256GCM), so that its routes and ours read the same. */
export function encodeSessionToken(runtime: Runtime, sessionId: string): Promise<string> {
  return encode({
    token: { sid: sessionId },
    secret: runtime.config.sessionSecret,
    maxAge: SESSION_MAX_AGE_SECONDS,
  });
}

export async function readSessionId(runtime: Runtime, headers: Headers): Promise<string | null> {
  const token = cookieValue(headers, sessionCookie(runtime, headers).name);
  return token === null ? null : decodeSessionToken(runtime, token);
}

async function decodeSessionToken(runtime: Runtime, token: string): Promise<string | null> {
  try {
    const payload = await decode({ token, secret: runtime.config.sessionSecret });
    return SessionToken.safeParse(payload).data?.sid ?? null;
  } catch {
    // Forged, damaged, expired or of another key: all of them are simply not a session.
    return null;
  }
}
