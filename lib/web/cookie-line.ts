import type { CookieOptions } from "./session-cookie";

/** A `Set-Cookie` line, where Next's own cookies cannot be used. */
export function cookieLine(cookie: {
  name: string;
  value: string;
  options: CookieOptions & { maxAge: number };
}): string {
  const { name, value, options } = cookie;
  return [
    `${name}=${value}`,
    `Path=${options.path}`,
    `Max-Age=${options.maxAge}`,
    "HttpOnly",
    "SameSite=Lax",
    ...(options.secure ? ["Secure"] : []),
  ].join("; ");
}
