import { afterEach, beforeEach, expect, test } from "vitest";
import { knownDeviceId } from "#lib/auth/known-device";
import { EnrolmentDto } from "#lib/auth/second-factor/dto";
import { MINUTE } from "#lib/clock";
import { users } from "#lib/db/schema/index";
import { anonymousContext } from "#lib/testing/contexts";
import { createTestRuntime, type TestRuntime } from "#lib/testing/create-test-runtime";
import { TEST_PASSWORD, createTestSession, createTestUser } from "#lib/testing/people";
import { codeOf, giveSecondFactor } from "#lib/testing/second-factor";
import { callRoute, cookieOf } from "#lib/testing/web-client";
import { TokenDto } from "#lib/users/dto";
import { cookieLine } from "#lib/web/cookie-line";
import { makeDeviceCookie, readDevice } from "#lib/web/device-cookie";
import { login } from "./login/declaration";
import { me } from "./me/declaration";
import { confirmMySecondFactor } from "./me/second-factor/confirmation/declaration";
import { getMySecondFactor } from "./me/second-factor/declaration";
import { beginMySecondFactor } from "./me/second-factor/enrolment/declaration";
import { renewMyRecoveryCodes } from "./me/second-factor/recovery-codes/declaration";
import { disableMySecondFactor } from "./me/second-factor/removal/declaration";
import { updateSecuritySettings } from "./security-settings/declaration";

let runtime: TestRuntime;
beforeEach(async () => {
  runtime = await createTestRuntime();
  await createTestUser(runtime, { username: "jo" });
});
afterEach(() => runtime.close());

const enter = (more: object = {}) =>
  callRoute(runtime, login, { body: { username: "jo", password: TEST_PASSWORD, ...more } });
const bearer = (token: unknown) => ({ headers: { authorization: `Bearer ${String(token)}` } });
const tokenOf = async (answer: Response) => TokenDto.parse(await answer.json()).token;

async function setUp(token: string) {
  const as = bearer(token);
  const begun = await callRoute(runtime, beginMySecondFactor, { ...as, body: {} });
  const enrolment = EnrolmentDto.parse(await begun.json());
  const code = () => codeOf(enrolment.secret, runtime.clock.now());
  const confirmed = await callRoute(runtime, confirmMySecondFactor, {
    ...as,
    body: { enrolmentId: enrolment.enrolmentId, code: code() },
  });
  return { enrolment, code, confirmed: await confirmed.json() };
}

test("a script sets one up, signs in with otp, renews its recovery codes and turns it off", async () => {
  const before = await tokenOf(await enter());
  const { enrolment, code, confirmed } = await setUp(before);
  expect(new URL(enrolment.uri).searchParams.get("issuer")).toBe("AMIVault 127.0.0.1 8080");
  expect((await callRoute(runtime, me, bearer(before))).status).toBe(401);
  const after = await callRoute(runtime, me, bearer(confirmed.token));
  expect(await after.json()).toMatchObject({ hasSecondFactor: true });
  runtime.clock.advance(MINUTE);
  const refused = await enter();
  expect(refused.status).toBe(401);
  expect(await refused.json()).toMatchObject({ code: "second_factor_required" });
  const otp = code();
  const token = await tokenOf(await enter({ otp: `${otp.slice(0, 3)} ${otp.slice(3)}` }));
  const replayed = await enter({ otp });
  expect(replayed.status).toBe(401);
  expect(await replayed.json()).toMatchObject({ code: "wrong_code" });
  const malformed = await enter({ otp: "12345" });
  expect(malformed.status).toBe(422);
  expect(await malformed.json()).toMatchObject({ errors: { otp: [expect.any(String)] } });
  runtime.clock.advance(MINUTE);
  const renewed = await callRoute(runtime, renewMyRecoveryCodes, {
    ...bearer(token),
    body: { code: code() },
  });
  const { recoveryCodes } = await renewed.json();
  expect(recoveryCodes).toHaveLength(10);
  expect((await enter({ otp: recoveryCodes[0] })).status).toBe(200);
  const state = await callRoute(runtime, getMySecondFactor, bearer(token));
  expect(await state.json()).toMatchObject({ on: true, recoveryCodesLeft: 9 });
  const off = await callRoute(runtime, disableMySecondFactor, {
    ...bearer(token),
    body: { password: TEST_PASSWORD, code: recoveryCodes[1] },
  });
  expect(off.status).toBe(204);
  expect(off.headers.getSetCookie()).toEqual([]);
  expect((await enter()).status).toBe(200);
});

test("turning it off leaves the browser it was done in known, and no other", async () => {
  const [person] = await runtime.db.read.select().from(users);
  if (!person) throw new Error("no user");
  const { codeNow } = await giveSecondFactor(runtime, person);
  const as = await createTestSession(runtime, { user: person, kind: "web" });
  const device = async () =>
    cookieLine(
      await makeDeviceCookie(runtime, { userId: person.id, headers: new Headers() }),
    ).split(";")[0];
  const [own, other] = [await device(), await device()];
  runtime.clock.advance(MINUTE);
  const cookie = `${await cookieOf(runtime, as.session.id)}; ${own}`;
  const off = await callRoute(runtime, disableMySecondFactor, {
    as,
    headers: { cookie },
    body: { password: TEST_PASSWORD, code: codeNow() },
  });
  expect(off.status).toBe(204);
  const renewed = off.headers.getSetCookie().map((line) => line.split(";")[0]);
  expect(renewed).toHaveLength(1);
  const isKnown = async (sent: string | undefined) => {
    const claim = await readDevice(runtime, new Headers({ cookie: sent ?? "" }));
    const [user] = await runtime.db.read.select().from(users);
    return user && knownDeviceId({ ...anonymousContext(runtime), device: claim }, user) !== null;
  };
  expect(await isKnown(renewed[0])).toBe(true);
  expect(await isKnown(own)).toBe(false);
  expect(await isKnown(other)).toBe(false);
});

test("a role that asks for one is told at every other address, and let on once it is there", async () => {
  const token = await tokenOf(await enter());
  const turnOn = (as: unknown) =>
    callRoute(runtime, updateSecuritySettings, {
      ...bearer(as),
      body: { secondFactorRoles: ["admin"] },
    });
  expect((await turnOn(token)).status).toBe(200);
  runtime.clock.advance(2_000);
  const owing = await turnOn(token);
  expect(owing.status).toBe(403);
  expect(await owing.json()).toMatchObject({ code: "second_factor_required" });
  const { confirmed } = await setUp(token);
  expect((await turnOn(confirmed.token)).status).toBe(200);
});
