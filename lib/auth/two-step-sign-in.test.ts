import { ne, eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MINUTE } from "../clock";
import type { Context } from "../context";
import { auditEntries, guesses, sessions, signInChallenges, users } from "../db/schema";
import { LimitExceededError, ValidationError } from "../errors";
import { anonymousContext, userContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { TEST_PASSWORD, createTestUser, signedIn } from "../testing/people";
import { giveSecondFactor, type TestSecondFactor } from "../testing/second-factor";
import { resetSecondFactor } from "../users/reset-second-factor";
import { beginSignIn } from "./begin-sign-in";
import { finishSignIn, hasLiveChallenge } from "./finish-sign-in";
import { CHALLENGE_MS } from "./open-challenge";
import { hashPassword } from "./password-hash";
import { signIn } from "./sign-in";

let runtime: TestRuntime;
let ctx: Context;
let own: TestSecondFactor;

beforeEach(async () => {
  runtime = await createTestRuntime();
  ctx = anonymousContext(runtime);
  own = await giveSecondFactor(runtime, await createTestUser(runtime, { username: "jo" }));
});
afterEach(() => runtime.close());

const password = { username: "jo", password: TEST_PASSWORD, userAgent: "test" };
async function begin(): Promise<string> {
  const begun = await beginSignIn(ctx, password);
  if (begun.kind !== "codeOwed") throw new Error("no code was asked for");
  return begun.challengeId;
}
const finish = (challengeId: string | null, code = own.codeNow()) =>
  finishSignIn(ctx, { challengeId, code, userAgent: "test" });
const inOne = (more: { otp?: string; password?: string } = {}) =>
  signIn(ctx, { ...password, ...more, kind: "api" });
const change = (set: Partial<typeof users.$inferInsert>) =>
  runtime.db.write(async (tx) => {
    await tx.update(users).set(set).where(eq(users.id, own.user.id));
  });
const sessionsOpened = () =>
  runtime.db.read.$count(sessions, ne(sessions.userId, "usr_test-admin"));
const OVER = { code: "unauthorized", reason: "challenge_over" };

describe("on two pages", () => {
  test("the password opens no session; the code after it does, and says so in the audit log", async () => {
    const challengeId = await begin();
    expect(await sessionsOpened()).toBe(0);
    expect(await hasLiveChallenge(runtime, challengeId)).toBe(true);
    const { session, taken } = await finish(challengeId);
    expect(session).toMatchObject({ userId: own.user.id, kind: "web" });
    expect(taken).toEqual({ kind: "totp" });
    const audit = await runtime.db.read.select().from(auditEntries);
    expect(audit.map(({ action, after }) => [action, after])).toEqual([
      ["session.challenge", null],
      ["session.start", { kind: "web", secondFactor: "totp" }],
    ]);
  });

  test("whoever has no second factor is in at once", async () => {
    await createTestUser(runtime, { username: "plain" });
    const begun = await beginSignIn(ctx, { ...password, username: "plain" });
    expect(begun.kind).toBe("signedIn");
  });

  test("a recovery code does too, and says how many are left", async () => {
    const { taken } = await finish(await begin(), own.recoveryCodes[4]);
    expect(taken).toEqual({ kind: "recovery", codesLeft: 9 });
  });

  test("a wrong password opens no challenge", async () => {
    await expect(beginSignIn(ctx, { ...password, password: "wrong-wrong-1" })).rejects.toThrow(
      /wrong/,
    );
    expect(await runtime.db.read.$count(signInChallenges)).toBe(0);
  });

  test("a challenge counts once, also of two at once", async () => {
    const challengeId = await begin();
    const [a = "", b = ""] = own.recoveryCodes;
    const answers = await Promise.allSettled([finish(challengeId, a), finish(challengeId, b)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    await expect(finish(challengeId)).rejects.toMatchObject(OVER);
    expect(await sessionsOpened()).toBe(1);
    // Neither right code was a guess.
    expect(await runtime.db.read.$count(guesses)).toBe(0);
  });

  test("a wrong code leaves it open for another", async () => {
    const challengeId = await begin();
    await expect(finish(challengeId, own.codeNow(9))).rejects.toMatchObject({
      reason: "wrong_code",
    });
    await expect(finish(challengeId)).resolves.toBeDefined();
  });

  test.each<[string, () => Promise<void> | void]>([
    ["five minutes", () => runtime.clock.advance(CHALLENGE_MS)],
    [
      "another password",
      async () => change({ passwordHash: await hashPassword("quiet-harbour-41-willow") }),
    ],
    ["deactivation", () => change({ active: false })],
    ["deletion", () => change({ deletedAt: 1 })],
    [
      "a reset of the second factor",
      async () =>
        resetSecondFactor(await signedIn(userContext(runtime, "admin")), { userId: own.user.id }),
    ],
  ])("after %s it is worth nothing", async (_what, happens) => {
    const challengeId = await begin();
    await happens();
    await expect(finish(challengeId)).rejects.toMatchObject(OVER);
    expect(await hasLiveChallenge(runtime, challengeId)).toBe(false);
    expect(await sessionsOpened()).toBe(0);
  });

  test("without one, and with one of nobody, the right code opens nothing", async () => {
    await expect(finish(null)).rejects.toMatchObject(OVER);
    await expect(finish("chl_00000000000000000000000000")).rejects.toMatchObject(OVER);
  });
});

describe("in one request", () => {
  test("the right password alone says that a code is needed, a wrong one does not", async () => {
    await expect(inOne()).rejects.toMatchObject({
      code: "unauthorized",
      reason: "second_factor_required",
    });
    await expect(inOne({ password: "wrong-wrong-1" })).rejects.toMatchObject({
      reason: "sign_in_failed",
    });
    await expect(inOne({ password: "wrong-wrong-1", otp: own.codeNow() })).rejects.toMatchObject({
      reason: "sign_in_failed",
    });
    expect(await sessionsOpened()).toBe(0);
  });

  test("with a code it opens a session, once", async () => {
    await expect(inOne({ otp: own.codeNow() })).resolves.toBeDefined();
    await expect(inOne({ otp: own.codeNow() })).rejects.toMatchObject({ reason: "wrong_code" });
    await expect(inOne({ otp: "12345" })).rejects.toThrow(ValidationError);
    expect(await sessionsOpened()).toBe(1);
  });

  test("a code that a wrong password came with is not spent", async () => {
    const otp = own.codeNow();
    await inOne({ password: "wrong-wrong-1", otp }).catch(() => null);
    await expect(inOne({ otp })).resolves.toBeDefined();
  });

  test("an otp from whoever has no second factor is passed over", async () => {
    await createTestUser(runtime, { username: "plain" });
    const given = { ...password, username: "plain", otp: "123456", kind: "api" } as const;
    await expect(signIn(ctx, given)).resolves.toBeDefined();
  });
});

test("guessing codes is stopped for both ways together, after at most ten in an hour", async () => {
  let wrong = 0;
  const challengeId = await begin();
  for (let n = 0; n < 15; n++) {
    runtime.clock.advance(MINUTE / 10);
    const guess =
      n % 2 === 0 ? finish(challengeId, "0".repeat(24)) : inOne({ otp: "z".repeat(24) });
    const error: unknown = await guess.catch((thrown: unknown) => thrown);
    if (!(error instanceof LimitExceededError)) wrong++;
  }
  expect(wrong).toBeLessThanOrEqual(10);
  await expect(finish(challengeId)).rejects.toThrow(LimitExceededError);
});
