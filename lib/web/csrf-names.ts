/** What a page and the server call the token by; safe for the browser. */
export const CSRF_HEADER = "x-amivault-csrf";
/** The hidden field of forms that work without JavaScript. */
export const CSRF_FIELD = "csrf";
export const CSRF_META = "amivault-csrf";
/** The error of a page that was open while somebody signed in anew. */
export const STALE_PAGE = "stale_page";
