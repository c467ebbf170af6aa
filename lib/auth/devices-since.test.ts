import { afterEach, beforeEach, expect, test } from "vitest";
import { MINUTE } from "../clock";
import type { Context } from "../context";
import { anonymousContext, userContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { TEST_PASSWORD, createTestSession, createTestUser, signedIn } from "../testing/people";
import { codeOf, giveSecondFactor, type TestSecondFactor } from "../testing/second-factor";
import { changePassword } from "../users/change-password";
import { resetSecondFactor } from "../users/reset-second-factor";
import { resetUserPassword } from "../users/reset-user-password";
import { usePasswordLink } from "../users/use-password-link";
import { actingAs } from "./as-user";
import { knownDeviceId } from "./known-device";
import { beginSecondFactor } from "./second-factor/begin-second-factor";
import { confirmSecondFactor } from "./second-factor/confirm-second-factor";
import { disableSecondFactor } from "./second-factor/disable-second-factor";
import { selectUser } from "./users.repo";

const PASSWORD = "quiet-harbour-41-willow";
let runtime: TestRuntime;
let admin: Context;
let own: TestSecondFactor;

beforeEach(async () => {
  runtime = await createTestRuntime();
  admin = await signedIn(userContext(runtime, "admin"));
  own = await giveSecondFactor(runtime, await createTestUser(runtime, { username: "jo" }));
  runtime.clock.advance(MINUTE);
});
afterEach(() => runtime.close());

/** Whether a browser that jo signed in fully with at that instant is one jo is known by. */
async function isKnown(signedInAt: number): Promise<boolean> {
  const user = await selectUser(runtime.db.read, own.user.id);
  if (!user) throw new Error("no user");
  const device = { userId: user.id, deviceId: "dev_1", signedInAt };
  return knownDeviceId({ ...anonymousContext(runtime), device }, user) !== null;
}

async function jo(): Promise<Context> {
  const { user } = own;
  return actingAs(
    anonymousContext(runtime),
    await createTestSession(runtime, { user, kind: "web" }),
  );
}

async function confirmAnother(): Promise<unknown> {
  const ctx = await jo();
  const { enrolmentId, secret } = await beginSecondFactor(ctx, {
    host: "vault.example.org",
    code: own.codeNow(),
  });
  return confirmSecondFactor(ctx, { enrolmentId, code: codeOf(secret, runtime.clock.now()) });
}

const byReset = () => resetUserPassword(admin, { userId: own.user.id });

const ACTS: Record<string, () => Promise<unknown>> = {
  "another password": async () =>
    changePassword(await jo(), { currentPassword: TEST_PASSWORD, newPassword: PASSWORD }),
  "a reset of the password": byReset,
  "another authenticator": confirmAnother,
  "the end of the second factor": async () =>
    disableSecondFactor(await jo(), { password: TEST_PASSWORD, code: own.codeNow() }),
  "a reset of the second factor": () => resetSecondFactor(admin, { userId: own.user.id }),
};

test.each(Object.entries(ACTS))("%s makes strangers of all browsers before it", async (_, act) => {
  const before = runtime.clock.now();
  runtime.clock.advance(1);
  expect(await isKnown(before)).toBe(true);
  await act();
  expect(await isKnown(before)).toBe(false);
  expect(await isKnown(runtime.clock.now())).toBe(true);
});

test("so does a link's password, of those between the reset and it", async () => {
  const { link } = await byReset();
  const between = runtime.clock.now();
  runtime.clock.advance(1);
  expect(await isKnown(between)).toBe(true);
  const token = link.path.split("#")[1] ?? "";
  const given = { token, password: PASSWORD, kind: "web", userAgent: "" } as const;
  await usePasswordLink(anonymousContext(runtime), given);
  expect(await isKnown(between)).toBe(false);
});

test("what changes nothing of how they sign in leaves them known", async () => {
  const before = runtime.clock.now();
  runtime.clock.advance(1);
  const refused = disableSecondFactor(await jo(), { password: TEST_PASSWORD, code: "000000" });
  await expect(refused).rejects.toMatchObject({ code: "validation" });
  expect(await isKnown(before)).toBe(true);
});
