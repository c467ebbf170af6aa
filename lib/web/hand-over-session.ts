import { signApiToken } from "../auth/api-token";
import type { SessionRow } from "../auth/sessions.repo";
import { toIso } from "../clock";
import type { Runtime } from "../runtime";
import { SESSION_MAX_AGE_SECONDS, encodeSessionToken, sessionCookie } from "./session-cookie";

export interface HandedOver {
  token: string | null;
  expiresAt: string;
  headers: Record<string, string>;
}

/** Gives the caller a new session the way it came: a script a token, a browser a cookie. */
export async function handOverSession(
  runtime: Runtime,
  input: { session: SessionRow; headers: Headers },
): Promise<HandedOver> {
  const { id: sessionId, expiresAt, kind } = input.session;
  if (kind === "api") {
    const token = await signApiToken(runtime, { sessionId, expiresAt });
    return { token, expiresAt: toIso(expiresAt), headers: {} };
  }
  const { name, options } = sessionCookie(runtime, input.headers);
  const value = await encodeSessionToken(runtime, sessionId);
  const attributes = [
    `${name}=${value}`,
    `Path=${options.path}`,
    `Max-Age=${SESSION_MAX_AGE_SECONDS}`,
    "HttpOnly",
    "SameSite=Lax",
    ...(options.secure ? ["Secure"] : []),
  ];
  return {
    token: null,
    expiresAt: toIso(expiresAt),
    headers: { "Set-Cookie": attributes.join("; ") },
  };
}
