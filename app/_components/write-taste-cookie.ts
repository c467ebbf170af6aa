import { tasteCookieLines, type TasteCookie } from "#lib/web/taste-cookie.pure";

/** The one place where a page writes a cookie. */
export function writeTasteCookie(cookie: TasteCookie): void {
  for (const line of tasteCookieLines(cookie, location.protocol === "https:")) {
    // oxlint-disable-next-line unicorn/no-document-cookie -- the Cookie Store API is not in every browser
    document.cookie = line;
  }
}
