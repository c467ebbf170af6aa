/**
 * A cookie that a page's own script writes: of this browser's taste, or of what the page is doing.
 * Nothing is opened by one. Behind TLS it has the prefix and goes by TLS alone, as every other.
 */
export interface TasteCookie {
  name: string;
  /** Null takes it away. */
  value: string | null;
  seconds: number;
  sameSite: "lax" | "strict";
}

const prefixed = (name: string) => `__Host-${name}`;

/** What `document.cookie` is given; `secure` is whether the page came by TLS. */
export function tasteCookieLines(cookie: TasteCookie, secure: boolean): string[] {
  const { name, value, seconds, sameSite } = cookie;
  const end = `path=/; max-age=${value === null ? 0 : seconds}; samesite=${sameSite}`;
  if (!secure) return [`${name}=${value ?? ""}; ${end}`];
  // One of the plain name, from before there was TLS here, would be read once this one is gone.
  return [
    `${prefixed(name)}=${value ?? ""}; ${end}; secure`,
    `${name}=; path=/; max-age=0; secure`,
  ];
}

/** What the browser sent under either name; `get` is that of the request's cookies. */
export function readTasteCookie(
  get: (name: string) => string | null | undefined,
  name: string,
): string | null {
  return get(prefixed(name)) ?? get(name) ?? null;
}
