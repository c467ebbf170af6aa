import { DEVICE_MS, readDeviceToken, signDeviceToken } from "../auth/device-token";
import { SECOND } from "../clock";
import type { DeviceClaim } from "../context";
import { newToken } from "../ids";
import type { Runtime } from "../runtime";
import { cookieValue } from "./cookie-names";
import { sessionCookie, type CookieOptions } from "./session-cookie";

const PLAIN_DEVICE_COOKIE = "amivault-device";
const SECURE_DEVICE_COOKIE = "__Host-amivault-device";

export interface DeviceCookie {
  name: string;
  value: string;
  options: CookieOptions & { maxAge: number };
}

/** What this browser's cookie says; whether it counts, lib/auth/known-device.ts says. */
export async function readDevice(runtime: Runtime, headers: Headers): Promise<DeviceClaim | null> {
  const token = cookieValue(headers, nameOf(runtime, headers));
  return token === null ? null : readDeviceToken(runtime, token);
}

/**
 * For a browser in which this user has just signed in fully, or proven it once more: it keeps the
 * id it was known by, if it was this user's, so that signing in does not renew its allowance.
 */
export async function makeDeviceCookie(
  runtime: Runtime,
  input: { userId: string; headers: Headers },
): Promise<DeviceCookie> {
  const { userId, headers } = input;
  const earlier = await readDevice(runtime, headers);
  const deviceId = earlier?.userId === userId ? earlier.deviceId : newToken(runtime.random);
  const signedInAt = runtime.clock.now();
  return {
    name: nameOf(runtime, headers),
    value: await signDeviceToken(runtime, { userId, deviceId, signedInAt }),
    options: { ...sessionCookie(runtime, headers).options, maxAge: DEVICE_MS / SECOND },
  };
}

function nameOf(runtime: Runtime, headers: Headers): string {
  const { secure } = sessionCookie(runtime, headers).options;
  return secure ? SECURE_DEVICE_COOKIE : PLAIN_DEVICE_COOKIE;
}
