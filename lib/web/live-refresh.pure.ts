/**
 * Set by a page while it asks for itself anew because of an event: nobody did anything, and the
 * session must be able to grow idle beneath an open page.
 */
export const LIVE_REFRESH_COOKIE = "amivault-live-refresh";
/** Should the page be gone before it takes the cookie away. */
export const LIVE_REFRESH_SECONDS_MAX = 5;
