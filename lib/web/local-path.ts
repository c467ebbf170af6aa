const CIRCULAR = /^\/(?:api|sign-in|first-password|second-factor|prove|invitation|_next)(?:\/|$)/;
const BASE = "http://local.invalid";

/**
 * A path of this application, or `/`: never another host, whatever `//`, backslash, control
 * character or scheme is tried. Pages that would lead in a circle are `/` too.
 */
export function safeLocalPath(text: unknown): string {
  if (typeof text !== "string" || text.length > 2_000 || !text.startsWith("/")) return "/";
  if (!URL.canParse(text, BASE)) return "/";
  const url = new URL(text, BASE);
  if (url.origin !== BASE || url.pathname.startsWith("//")) return "/";
  if (CIRCULAR.test(url.pathname)) return "/";
  return `${url.pathname}${url.search}`;
}
