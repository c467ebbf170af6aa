import { hkdfSync } from "node:crypto";
import { SignJWT, errors, jwtVerify } from "jose";
import { SECOND } from "../clock";
import type { Runtime } from "../runtime";

const ISSUER = "amivault";
const AUDIENCE = "amivault-api";

/** A JWT for scripts: it names a session row of kind `api` and dies with it. */
export function signApiToken(
  runtime: Runtime,
  session: { sessionId: string; expiresAt: number },
): Promise<string> {
  return new SignJWT()
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setJti(session.sessionId)
    .setIssuedAt(Math.floor(runtime.clock.now() / SECOND))
    .setExpirationTime(Math.floor(session.expiresAt / SECOND))
    .sign(tokenKey(runtime));
}

/** The session id a token names, or null if it is not one of ours, was changed or has expired. */
export async function readApiToken(runtime: Runtime, token: string): Promise<string | null> {
  try {
    const { payload } = await jwtVerify(token, tokenKey(runtime), {
      algorithms: ["HS256"],
      issuer: ISSUER,
      audience: AUDIENCE,
      currentDate: new Date(runtime.clock.now()),
    });
    return payload.jti ?? null;
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) return null;
    throw error;
  }
}

/** A key of its own, so that a browser's token and a script's never pass for one another. */
function tokenKey(runtime: Runtime): Uint8Array {
  return new Uint8Array(
    hkdfSync("sha256", runtime.config.sessionSecret, "", "amivault api token v1", 32),
  );
}
