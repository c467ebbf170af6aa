import { SignJWT } from "jose";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { signApiToken } from "../auth/api-token";
import { DEVICE_MS, signDeviceToken } from "../auth/device-token";
import { knownDeviceId } from "../auth/known-device";
import type { UserRow } from "../auth/sessions.repo";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { createTestUser } from "../testing/people";
import { anonymousContext } from "../testing/contexts";
import { cookieLine } from "./cookie-line";
import { makeDeviceCookie, readDevice } from "./device-cookie";

let runtime: TestRuntime;
let user: UserRow;

beforeEach(async () => {
  runtime = await createTestRuntime();
  user = await createTestUser(runtime, { username: "jo" });
});
afterEach(() => runtime.close());

const browser = (token?: string) =>
  new Headers(token === undefined ? {} : { cookie: `amivault-device=${token}` });
const signIn = (headers = browser(), userId = user.id) =>
  makeDeviceCookie(runtime, { userId, headers });
/** The device that a browser with this cookie is for a user, or null for a stranger. */
async function deviceFor(token: string, whose = user): Promise<string | null> {
  const device = await readDevice(runtime, browser(token));
  return knownDeviceId({ ...anonymousContext(runtime), device }, whose);
}

describe("the device cookie", () => {
  test("makes its user known, keeps its id from sign-in to sign-in and opens nothing", async () => {
    const first = await signIn();
    const deviceId = await deviceFor(first.value);
    expect(deviceId).toMatch(/^[\w-]{43}$/);
    runtime.clock.advance(1_000);
    const second = await signIn(browser(first.value));
    expect(second.value).not.toBe(first.value);
    expect(await deviceFor(second.value)).toBe(deviceId);
    expect(await deviceFor((await signIn()).value)).not.toBe(deviceId);
  });

  test("is HttpOnly and SameSite; behind TLS Secure with the __Host- prefix", async () => {
    expect(cookieLine(await signIn())).toMatch(
      /^amivault-device=[^;]+; Path=\/; Max-Age=15552000; HttpOnly; SameSite=Lax$/,
    );
    const secured = { ...runtime, config: { ...runtime.config, publicUrl: "https://ami.test" } };
    const cookie = await makeDeviceCookie(secured, { userId: user.id, headers: browser() });
    expect(cookieLine(cookie)).toMatch(/^__Host-amivault-device=.*; Secure$/);
    expect(await readDevice(secured, browser(cookie.value))).toBeNull();
  });

  test("of another user is a stranger's, and signing in with it gives another id", async () => {
    const other = await createTestUser(runtime, { username: "other" });
    const theirs = await signIn(browser(), other.id);
    expect(await deviceFor(theirs.value)).toBeNull();
    const mine = await signIn(browser(theirs.value));
    expect(await deviceFor(mine.value)).not.toBe(await deviceFor(theirs.value, other));
  });

  test("from before the password was chosen is a stranger's; choosing it renews one", async () => {
    const { value } = await signIn();
    runtime.clock.advance(1);
    const changed = { ...user, devicesSince: runtime.clock.now() };
    expect(await deviceFor(value, changed)).toBeNull();
    expect(await deviceFor((await signIn(browser(value))).value, changed)).not.toBeNull();
  });

  test("expires", async () => {
    const { value } = await signIn();
    runtime.clock.advance(DEVICE_MS - 1_000);
    expect(await deviceFor(value)).not.toBeNull();
    runtime.clock.advance(1_000);
    expect(await deviceFor(value)).toBeNull();
  });

  test("that is forged, damaged or another token of ours says nothing", async () => {
    const claim = { userId: user.id, deviceId: "d", signedInAt: runtime.clock.now() };
    const good = await signDeviceToken(runtime, claim);
    const otherKey = { ...runtime, config: { ...runtime.config, sessionSecret: "x".repeat(40) } };
    const api = { sessionId: "ses_x", expiresAt: runtime.clock.now() + 1_000_000 };
    const unsigned = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${good.split(".")[1]}.`;
    const plainKey = await new SignJWT({ at: 1 })
      .setProtectedHeader({ alg: "HS256" })
      .setIssuer("amivault")
      .setAudience("amivault-device")
      .setSubject(user.id)
      .setJti("d")
      .setExpirationTime("1y")
      .sign(new TextEncoder().encode(runtime.config.sessionSecret));
    const bad = [
      await signDeviceToken(otherKey, claim),
      await signApiToken(runtime, api),
      unsigned,
      plainKey,
      `${good.slice(0, -2)}AA`,
      "x",
      "%00",
    ];
    for (const token of bad) expect(await deviceFor(token), token).toBeNull();
    expect(await deviceFor(good)).toBe("d");
  });
});
