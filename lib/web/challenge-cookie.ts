import { decode, encode } from "next-auth/jwt";
import { z } from "zod";
import { CHALLENGE_MS } from "../auth/open-challenge";
import { SECOND } from "../clock";
import type { Runtime } from "../runtime";
import { PLAIN_CHALLENGE_COOKIE, SECURE_CHALLENGE_COOKIE, cookieValue } from "./cookie-names";
import { sessionCookie, type CookieOptions } from "./session-cookie";

export const CHALLENGE_MAX_AGE_SECONDS = CHALLENGE_MS / SECOND;

/** A key of its own, so that it never passes for a session nor a session for it. */
const SALT = "amivault sign-in challenge v1";

const ChallengeToken = z.object({ chl: z.string().regex(/^chl_[0-9a-z]{26}$/) });

export function challengeCookie(
  runtime: Runtime,
  headers: Headers,
): { name: string; options: CookieOptions } {
  const { options } = sessionCookie(runtime, headers);
  return { name: options.secure ? SECURE_CHALLENGE_COOKIE : PLAIN_CHALLENGE_COOKIE, options };
}

export function encodeChallenge(runtime: Runtime, challengeId: string): Promise<string> {
  return encode({
    token: { chl: challengeId },
    secret: runtime.config.sessionSecret,
    salt: SALT,
    maxAge: CHALLENGE_MAX_AGE_SECONDS,
  });
}

/** The challenge that this browser was given; forged, damaged and old ones are none. */
export async function readChallenge(runtime: Runtime, headers: Headers): Promise<string | null> {
  const token = cookieValue(headers, challengeCookie(runtime, headers).name);
  if (token === null) return null;
  try {
    const payload = await decode({ token, secret: runtime.config.sessionSecret, salt: SALT });
    return ChallengeToken.safeParse(payload).data?.chl ?? null;
  } catch {
    return null;
  }
}
