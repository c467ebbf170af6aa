import { createHmac } from "node:crypto";
import { HOUR, MINUTE } from "../clock";
import type { Context } from "../context";

export interface SignInLimit {
  subject: string;
  failuresMax: number;
  windowMs: number;
}

/** The longest window: older rows mean nothing any more. */
export const SIGN_IN_WINDOW_MS_MAX = HOUR;

/**
 * A window starts with its first failure. In any hour: 20 guesses at one user from one address,
 * 100 at one user from everywhere, and 700 at all users from one address.
 */
export function signInLimits(ctx: Context, usernameKey: string): readonly SignInLimit[] {
  const address = ctx.address ?? "unknown";
  const user = blind(ctx, usernameKey);
  return [
    { subject: `user-from:${user}:${address}`, failuresMax: 5, windowMs: 20 * MINUTE },
    { subject: `user:${user}`, failuresMax: 50, windowMs: HOUR },
    { subject: `address:${address}`, failuresMax: 100, windowMs: 10 * MINUTE },
  ];
}

/** People type passwords into the name field: what was typed is never stored. */
function blind(ctx: Context, usernameKey: string): string {
  return createHmac("sha256", ctx.runtime.config.sessionSecret)
    .update(`sign-in subject ${usernameKey}`)
    .digest("base64url")
    .slice(0, 22);
}
