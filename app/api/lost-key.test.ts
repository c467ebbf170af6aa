import os from "node:os";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { UserRow } from "#lib/auth/sessions.repo";
import { systemContext } from "#lib/testing/contexts";
import { recordAudit } from "#lib/audit/record-audit";
import { guesses, users } from "#lib/db/schema/index";
import { createTestRuntime, type TestRuntime } from "#lib/testing/create-test-runtime";
import { TEST_PASSWORD, createTestSession, createTestUser } from "#lib/testing/people";
import { giveSecondFactor, type TestSecondFactor } from "#lib/testing/second-factor";
import { callRoute } from "#lib/testing/web-client";
import { login } from "./login/declaration";
import { proveMyself } from "./me/proof/declaration";
import { getReady } from "./ready/declaration";

const ring = (byte: number) => {
  return { AMIVAULT_ENCRYPTION_KEY: `k${byte}:${Buffer.alloc(32, byte).toString("base64")}` };
};

let runtime: TestRuntime;
let user: UserRow;
let factor: TestSecondFactor;
beforeEach(async () => {
  runtime = await createTestRuntime({ env: ring(1) });
  await runtime.db.write((tx) =>
    recordAudit(tx, systemContext(runtime), {
      action: "test",
      targetType: "test",
      targetId: null,
    }),
  );
  user = await createTestUser(runtime, { username: "jo" });
  factor = await giveSecondFactor(runtime, user);
});
afterEach(() => runtime.close());

const enter = (at: TestRuntime, more: object = {}) =>
  callRoute(at, login, { body: { username: "jo", password: TEST_PASSWORD, ...more } });

/** As a stranger reads it: a service that lacks its key, what is to be done, and no key's name. */
async function expectKeyMissing(answer: Response, what: string): Promise<void> {
  const problem: unknown = await answer.json();
  expect(answer.status).toBe(503);
  expect(problem).toMatchObject({
    title: "Service unavailable",
    detail: `${what} cannot be opened: the server's encryption key is missing, or is another one.`,
    suggestion: expect.stringMatching(/puts the key back.*`npm run keys -- check`/),
  });
  expect(JSON.stringify(problem)).not.toMatch(/\bk[12]\b/);
}

test("with another key ring nobody signs in, each is told why, and no traffic is asked for", async () => {
  const lost = await createTestRuntime({ folder: runtime.folder, seed: "lost", env: ring(2) });
  const known = await enter(lost, { otp: factor.codeNow() });
  await expectKeyMissing(known, "Your second factor");
  for (const more of [{ otp: factor.recoveryCodes[0] }, { password: "no" }, { username: "no" }]) {
    await expectKeyMissing(await enter(lost, more), "What is stored sealed");
  }
  const ready = await callRoute(lost, getReady);
  expect(ready.status).toBe(503);
  const answer: unknown = await ready.json();
  expect(answer).toMatchObject({ ready: false, encryptionKey: false });
  expect(JSON.stringify(answer)).not.toContain(os.hostname());
  await lost.close();
  expect((await enter(runtime, { otp: factor.codeNow() })).status).toBe(200);
});

test("a second factor that alone does not open says so; a recovery code goes on", async () => {
  const isIt = eq(users.id, user.id);
  await runtime.db.write((tx) => tx.update(users).set({ totpSecret: "v2.k9.AA.AA" }).where(isIt));
  await expectKeyMissing(await enter(runtime, { otp: factor.codeNow() }), "Your second factor");
  const as = await createTestSession(runtime, { user, kind: "web" });
  const proof = await callRoute(runtime, proveMyself, { as, body: { code: factor.codeNow() } });
  await expectKeyMissing(proof, "Your second factor");
  expect((await callRoute(runtime, getReady)).status).toBe(200);
  expect((await enter(runtime, { otp: factor.recoveryCodes[0] })).status).toBe(200);
});

test("a code that nothing could be compared with is no wrong one, however often it is tried", async () => {
  const isIt = eq(users.id, user.id);
  await runtime.db.write((tx) => tx.update(users).set({ totpSecret: "v2.k9.AA.AA" }).where(isIt));
  for (let at = 0; at < 12; at++) {
    await expectKeyMissing(await enter(runtime, { otp: factor.codeNow() }), "Your second factor");
  }
  expect((await enter(runtime, { otp: factor.recoveryCodes[0] })).status).toBe(200);
  expect(await runtime.db.read.$count(guesses)).toBe(0);
});
