import { signApiToken } from "../auth/api-token";
import type { SessionRow } from "../auth/sessions.repo";
import { toIso } from "../clock";
import type { Runtime } from "../runtime";
import { cookieLine } from "./cookie-line";
import { makeDeviceCookie } from "./device-cookie";
import { SESSION_MAX_AGE_SECONDS, encodeSessionToken, sessionCookie } from "./session-cookie";

export interface HandedOver {
  token: string | null;
  expiresAt: string;
  /** `Set-Cookie` lines: the session, and the browser as one its user is known by. */
  cookies: readonly string[];
}

/** Gives the caller a new session the way it came: a script a token, a browser a cookie. */
export async function handOverSession(
  runtime: Runtime,
  input: { session: SessionRow; headers: Headers },
): Promise<HandedOver> {
  const { id: sessionId, expiresAt, kind } = input.session;
  if (kind === "api") {
    const token = await signApiToken(runtime, { sessionId, expiresAt });
    return { token, expiresAt: toIso(expiresAt), cookies: [] };
  }
  const { name, options } = sessionCookie(runtime, input.headers);
  const value = await encodeSessionToken(runtime, sessionId);
  const session = { name, value, options: { ...options, maxAge: SESSION_MAX_AGE_SECONDS } };
  const known = await deviceCookieLines(runtime, input);
  return { token: null, expiresAt: toIso(expiresAt), cookies: [cookieLine(session), ...known] };
}

/** `Set-Cookie` lines by which a browser is known anew, where its session stays; a script has none. */
export async function deviceCookieLines(
  runtime: Runtime,
  { session, headers }: { session: SessionRow; headers: Headers },
): Promise<readonly string[]> {
  const { userId, kind } = session;
  if (kind === "api") return [];
  return [cookieLine(await makeDeviceCookie(runtime, { userId, headers }))];
}
