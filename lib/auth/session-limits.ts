import { DAY, HOUR, MINUTE } from "../clock";

/** Without a request for this long a session is over. */
export const SESSION_IDLE_MS = 12 * HOUR;
/** After this long everyone signs in again. */
export const SESSION_ABSOLUTE_MS = 7 * DAY;
/** How long a token of /api/login lives. */
export const API_TOKEN_MS = 1 * HOUR;
/** `lastSeenAt` is written at most this often. */
export const SESSION_TOUCH_MS = 1 * MINUTE;
