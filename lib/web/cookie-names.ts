/** Names and reading of the session's cookie, without anything heavy: proxy.ts uses it. */
export const PLAIN_COOKIE = "amivault-session";
/** The prefix binds it to this host, to `/` and to TLS. */
export const SECURE_COOKIE = "__Host-amivault-session";
/** Of a browser whose password was proven and whose code was not. */
export const PLAIN_CHALLENGE_COOKIE = "amivault-sign-in";
export const SECURE_CHALLENGE_COOKIE = "__Host-amivault-sign-in";
/** Of a browser that has not signed in: nothing but what its forms are bound to. */
export const PLAIN_DOOR_COOKIE = "amivault-door";
export const SECURE_DOOR_COOKIE = "__Host-amivault-door";

export function doorCookieName(secure: boolean): string {
  return secure ? SECURE_DOOR_COOKIE : PLAIN_DOOR_COOKIE;
}

/** Whether there is such a cookie at all; whether it is worth anything only the row knows. */
export function hasSessionCookie(headers: Headers): boolean {
  return [PLAIN_COOKIE, SECURE_COOKIE].some((name) => cookieValue(headers, name) !== null);
}

export function cookieValue(headers: Headers, name: string): string | null {
  for (const pair of (headers.get("cookie") ?? "").split(";")) {
    const at = pair.indexOf("=");
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim() || null;
  }
  return null;
}
