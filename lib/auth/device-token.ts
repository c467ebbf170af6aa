import { hkdfSync } from "node:crypto";
import { SignJWT, errors, jwtVerify } from "jose";
import { z } from "zod";
import { DAY, SECOND } from "../clock";
import type { DeviceClaim } from "../context";
import type { Runtime } from "../runtime";

const ISSUER = "amivault";
const AUDIENCE = "amivault-device";

/** How long a browser that nobody signs in with stays known. */
export const DEVICE_MS = 180 * DAY;

const Claim = z.object({
  sub: z.string(),
  jti: z.string(),
  /** To the millisecond, which `iat` is not. */
  at: z.int(),
});

/** "This user signed in fully in this browser": it opens nothing, and only that user is known by it. */
export function signDeviceToken(runtime: Runtime, claim: DeviceClaim): Promise<string> {
  return new SignJWT({ at: claim.signedInAt })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(claim.userId)
    .setJti(claim.deviceId)
    .setExpirationTime(Math.floor((claim.signedInAt + DEVICE_MS) / SECOND))
    .sign(deviceKey(runtime));
}

/** What a token of ours says; one that was changed, made up or has expired says nothing. */
export async function readDeviceToken(
  runtime: Runtime,
  token: string,
): Promise<DeviceClaim | null> {
  try {
    const { payload } = await jwtVerify(token, deviceKey(runtime), {
      algorithms: ["HS256"],
      issuer: ISSUER,
      audience: AUDIENCE,
      requiredClaims: ["exp"],
      currentDate: new Date(runtime.clock.now()),
    });
    const claim = Claim.safeParse(payload);
    if (!claim.success) return null;
    const { sub: userId, jti: deviceId, at: signedInAt } = claim.data;
    return { userId, deviceId, signedInAt };
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) return null;
    throw error;
  }
}

/** A key of its own, so that no other token of ours passes for a device. */
function deviceKey(runtime: Runtime): Uint8Array {
  return new Uint8Array(
    hkdfSync("sha256", runtime.config.sessionSecret, "", "amivault device v1", 32),
  );
}
