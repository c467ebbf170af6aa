/** Set by proxy.ts, so that a page, its log lines and its error share one id. */
export const REQUEST_ID_HEADER = "x-request-id";
/** Set by proxy.ts: path and query of the page, to come back to after signing in. */
export const PATH_HEADER = "x-amivault-path";
