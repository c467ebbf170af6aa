import { DAY, HOUR, MINUTE } from "../clock";

/** The longest that a setting may allow a session to last: what cookies and tokens outlive. */
export const SESSION_ABSOLUTE_MS_MAX = 30 * DAY;
/** How long a token of /api/login lives. */
export const API_TOKEN_MS = 1 * HOUR;
/** `lastSeenAt` is written at most this often. */
export const SESSION_TOUCH_MS = 1 * MINUTE;
/** Live sessions of one user, of browsers and of scripts each: one more ends the one that was unseen the longest. */
export const SESSIONS_PER_USER_MAX = 100;
