import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { finishSignIn } from "../auth/finish-sign-in";
import { insertGuess } from "../auth/guesses.repo";
import { CHALLENGE_MS } from "../auth/open-challenge";
import { signIn } from "../auth/sign-in";
import type { Context } from "../context";
import { auditEntries, sessions } from "../db/schema";
import { newId } from "../ids";
import { anonymousContext, systemContext, userContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { createTestUser } from "../testing/people";
import { giveSecondFactor, type TestSecondFactor } from "../testing/second-factor";
import { resetUserPassword } from "./reset-user-password";
import { usePasswordLink } from "./use-password-link";

const PASSWORD = "quiet-harbour-41-willow";
let runtime: TestRuntime;
let anonymous: Context;
let own: TestSecondFactor;

beforeEach(async () => {
  runtime = await createTestRuntime();
  anonymous = anonymousContext(runtime);
  own = await giveSecondFactor(
    runtime,
    await createTestUser(runtime, { username: "bo", role: "operator" }),
  );
});
afterEach(() => runtime.close());

/** Their own link, used; strangers have guessed at the name all the while. */
async function choosePassword(as = anonymous): Promise<string> {
  const { link } = await resetUserPassword(systemContext(runtime), { userId: own.user.id });
  const token = link.path.split("#")[1] ?? "";
  const begun = await usePasswordLink(as, {
    token,
    password: PASSWORD,
    kind: "web",
    userAgent: "test",
  });
  if (begun.kind !== "codeOwed") throw new Error("no code was asked for");
  return begun.challengeId;
}
const finish = (challengeId: string, code: string) =>
  finishSignIn(anonymous, { challengeId, code, userAgent: "test" });
const guessFromEverywhere = () =>
  runtime.db.write(async (tx) => {
    const at = runtime.clock.now();
    for (let n = 0; n < 100; n++) {
      await insertGuess(tx, {
        id: newId("gue", at, runtime.random),
        kind: "password",
        subject: own.user.id,
        network: `198.51.100.${n}`,
        deviceId: null,
        at,
      });
    }
  });
const opened = () => runtime.db.read.$count(sessions);

test("the link proves the new password: the code alone is left, whatever strangers guess", async () => {
  await guessFromEverywhere();
  const challengeId = await choosePassword();
  expect(await opened()).toBe(0);
  const given = { username: "bo", password: PASSWORD, kind: "web", userAgent: "test" } as const;
  await expect(signIn(anonymous, given)).rejects.toMatchObject({ code: "limit_exceeded" });
  await expect(finish(challengeId, own.codeNow(9))).rejects.toMatchObject({ reason: "wrong_code" });
  expect(await finish(challengeId, own.codeNow())).toMatchObject({
    session: { userId: own.user.id, kind: "web" },
    taken: { kind: "totp" },
  });
  await expect(finish(challengeId, own.codeNow(1))).rejects.toMatchObject({
    reason: "challenge_over",
  });
  expect(await opened()).toBe(1);
});

test("whoever is signed in where the link is opened, the audit log says that its owner did it", async () => {
  await choosePassword(userContext(runtime, "admin", { userId: "usr_other", username: "other" }));
  const [entry] = await runtime.db.read
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.action, "session.challenge"));
  expect(entry).toMatchObject({ actorId: own.user.id, actorName: "bo", targetId: own.user.id });
});

test.each<[string, () => Promise<unknown> | void]>([
  ["five minutes", () => runtime.clock.advance(CHALLENGE_MS)],
  ["another link that was used", () => choosePassword()],
])("after %s it opens nothing", async (_what, happens) => {
  const challengeId = await choosePassword();
  await happens();
  await expect(finish(challengeId, own.codeNow())).rejects.toMatchObject({
    reason: "challenge_over",
  });
  expect(await opened()).toBe(0);
});
