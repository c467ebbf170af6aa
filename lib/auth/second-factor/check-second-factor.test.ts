import { afterEach, beforeEach, expect, test } from "vitest";
import { HOUR, MINUTE, SECOND } from "../../clock";
import type { Context } from "../../context";
import { auditEntries, guesses, users } from "../../db/schema";
import { LimitExceededError, UnauthorizedError, ValidationError } from "../../errors";
import { anonymousContext } from "../../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../../testing/create-test-runtime";
import { createTestUser } from "../../testing/people";
import { giveSecondFactor, type TestSecondFactor } from "../../testing/second-factor";
import { checkSecondFactor, type TakenCode } from "./check-second-factor";

let runtime: TestRuntime;
let ctx: Context;
let own: TestSecondFactor;

beforeEach(async () => {
  runtime = await createTestRuntime();
  ctx = anonymousContext(runtime);
  own = await giveSecondFactor(runtime, await createTestUser(runtime));
});
afterEach(() => runtime.close());

const check = (code: string, as = ctx): Promise<TakenCode> =>
  checkSecondFactor(as, { user: own.user, code }, async (_tx, taken) => taken);
const failure = (code: string): Promise<unknown> => check(code).catch((error: unknown) => error);

/** Another code than those of now and its neighbours. */
const wrong = (): string => {
  const right = [-1, 0, 1, 2].map((steps) => own.codeNow(steps));
  return ["000000", "111111", "222222", "333333", "444444"].find((c) => !right.includes(c)) ?? "";
};

test("a code counts once, and earlier ones never after it", async () => {
  const [before, now, after] = [-1, 0, 1].map((steps) => own.codeNow(steps));
  expect(await check(now ?? "")).toEqual({ kind: "totp" });
  expect(await failure(now ?? "")).toBeInstanceOf(UnauthorizedError);
  expect(await failure(before ?? "")).toBeInstanceOf(UnauthorizedError);
  expect(await check(after ?? "")).toEqual({ kind: "totp" });
  runtime.clock.advance(30 * SECOND);
  expect(await failure(own.codeNow())).toBeInstanceOf(UnauthorizedError);
});

test("of the same code in two processes at once one wins", async () => {
  const second = await createTestRuntime({ folder: runtime.folder, seed: "second" });
  try {
    for (const [round, code] of [own.codeNow(), own.recoveryCodes[0] ?? ""].entries()) {
      const tries = [ctx, anonymousContext(second), ctx, anonymousContext(second)];
      const answers = await Promise.allSettled(tries.map((as) => check(code, as)));
      const won = answers.filter(({ status }) => status === "fulfilled");
      expect(won, `round ${round}`).toHaveLength(1);
    }
  } finally {
    await second.close();
  }
});

test("a recovery code counts once and says how many are left", async () => {
  const [first = "", second = ""] = own.recoveryCodes;
  expect(await check(first)).toEqual({ kind: "recovery", codesLeft: 9 });
  expect(await failure(first)).toBeInstanceOf(UnauthorizedError);
  expect(await check(second.toUpperCase().replaceAll("-", " "))).toEqual({
    kind: "recovery",
    codesLeft: 8,
  });
});

test("another user's recovery code counts for nothing", async () => {
  const other = await giveSecondFactor(runtime, await createTestUser(runtime));
  expect(await failure(other.recoveryCodes[0] ?? "")).toBeInstanceOf(UnauthorizedError);
});

test("what the code was given for fails: the code is not spent, and no guess at it, however often", async () => {
  const broken = () =>
    checkSecondFactor(ctx, { user: own.user, code: own.codeNow() }, async () => {
      throw new Error("afterwards");
    });
  for (let n = 0; n < 11; n++) await expect(broken()).rejects.toThrow("afterwards");
  expect(await runtime.db.read.$count(guesses)).toBe(0);
  expect(await check(own.codeNow())).toEqual({ kind: "totp" });
});

test("of a code that nobody could look at the guess stays", async () => {
  const open = (): string => {
    throw new Error("out of memory");
  };
  const vault: Context["runtime"]["vault"] = Object.create(runtime.vault, {
    open: { value: open },
  });
  const failing: Context = { ...ctx, runtime: { ...runtime, vault } };
  await expect(check(own.codeNow(), failing)).rejects.toThrow("out of memory");
  expect(await runtime.db.read.$count(guesses)).toBe(1);
});

test("what cannot be a code costs nothing; wrong ones are at most ten in any hour, right ones none", async () => {
  for (let n = 0; n < 30; n++) expect(await failure("12345")).toBeInstanceOf(ValidationError);
  expect(await failure(wrong())).toBeInstanceOf(UnauthorizedError);
  expect(await check(own.codeNow())).toEqual({ kind: "totp" });
  const errors: unknown[] = [];
  for (let minute = 0; minute < 58; minute++) {
    runtime.clock.advance(MINUTE);
    errors.push(await failure(wrong()));
  }
  const counted = errors.filter((error) => error instanceof UnauthorizedError).length;
  expect(errors.length - counted).toBeGreaterThan(0);
  expect(counted + 1).toBeLessThanOrEqual(10);
  runtime.clock.advance(HOUR);
  expect(await check(own.codeNow())).toEqual({ kind: "totp" });
});

test("guessed recovery codes count against the same limit", async () => {
  let last: unknown = null;
  for (let n = 0; n < 11; n++) last = await failure(String(n).padStart(24, "0"));
  expect(last).toBeInstanceOf(LimitExceededError);
});

test("a wrong code is audited, without the code", async () => {
  await failure(wrong());
  const audit = await runtime.db.read.select().from(auditEntries);
  expect(audit.map(({ action, targetId }) => [action, targetId])).toEqual([
    ["session.refuse_code", own.user.id],
  ]);
  expect(JSON.stringify(audit)).not.toContain(wrong());
});

test("codes of a second factor that was replaced meanwhile count for nothing", async () => {
  const stale = own;
  runtime.clock.advance(SECOND);
  const [row] = await runtime.db.read.select().from(users);
  if (!row) throw new Error("no user");
  await giveSecondFactor(runtime, row);
  for (const code of [stale.codeNow(), stale.recoveryCodes[0] ?? ""]) {
    await expect(
      checkSecondFactor(ctx, { user: stale.user, code }, async () => null),
    ).rejects.toThrow(UnauthorizedError);
  }
});
