import { createHmac } from "node:crypto";
import { isIPv6 } from "node:net";
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
  const address = networkOf(ctx.address ?? "unknown");
  const user = blind(ctx, usernameKey);
  return [
    { subject: `user-from:${user}:${address}`, failuresMax: 5, windowMs: 20 * MINUTE },
    { subject: `user:${user}`, failuresMax: 50, windowMs: HOUR },
    { subject: `address:${address}`, failuresMax: 100, windowMs: 10 * MINUTE },
  ];
}

/** Whoever has one IPv6 address has 2^64 of them: the first half counts. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = "", tail] = (address.split("%")[0] ?? "").split("::");
  const first = head === "" ? [] : head.split(":");
  const last = tail === undefined || tail === "" ? [] : tail.split(":");
  const gap = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
  const groups = [...first, ...Array.from({ length: gap }, () => "0"), ...last];
  const network = groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(":")}::/64`;
}

/** People type passwords into the name field: what was typed is never stored. */
function blind(ctx: Context, usernameKey: string): string {
  return createHmac("sha256", ctx.runtime.config.sessionSecret)
    .update(`sign-in subject ${usernameKey}`)
    .digest("base64url")
    .slice(0, 22);
}
