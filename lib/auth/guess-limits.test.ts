import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { HOUR, MINUTE, SECOND } from "../clock";
import type { Context } from "../context";
import { guesses } from "../db/schema";
import { LimitExceededError, UnauthorizedError } from "../errors";
import { anonymousContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { TEST_PASSWORD, createTestUser } from "../testing/people";
import { authenticate } from "./authenticate";
import { giveBackGuess, keepGuess, takeGuess } from "./take-guess";
import type { UserRow } from "./sessions.repo";

let runtime: TestRuntime;
let ctx: Context;
let known: UserRow;

beforeEach(async () => {
  runtime = await createTestRuntime();
  ctx = anonymousContext(runtime);
  known = await createTestUser(runtime, { username: "known" });
});
afterEach(() => runtime.close());

const from = (address: string): Context => ({ ...ctx, address });
const withDevice = (deviceId: string, user = known, as = ctx): Context => ({
  ...as,
  device: { userId: user.id, deviceId, signedInAt: runtime.clock.now() },
});
const right = (as: Context = ctx, username = "known") =>
  authenticate(as, { username, password: TEST_PASSWORD });
const wrong = (as: Context = ctx, username = "known") =>
  authenticate(as, { username, password: "wrong-wrong-wrong" }).then(
    () => null,
    (error: unknown) => error,
  );

/** A wrong guess without the work of Argon2: what a limit lets through, or when it will. */
async function guess(as: Context, kind: "password" | "code" = "password", user = known) {
  try {
    const taken = await takeGuess(as, { kind, whose: user });
    await runtime.db.write((tx) => keepGuess(tx, as, taken));
    return "checked";
  } catch (error) {
    if (error instanceof LimitExceededError) return error.retryAfterMs;
    throw error;
  }
}
async function guessesOf(as: Context, kind: "password" | "code" = "password"): Promise<number> {
  for (let checked = 0; ; checked++) if ((await guess(as, kind)) !== "checked") return checked;
}

describe("passwords", () => {
  test("a stranger has ten at one user from one address, then patience, also with the right one", async () => {
    for (let at = 0; at < 10; at++) {
      expect(await wrong()).toBeInstanceOf(UnauthorizedError);
      runtime.clock.advance(MINUTE);
    }
    const refused = await right().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(LimitExceededError);
    expect(refused).toMatchObject({
      retryAfterMs: 50 * MINUTE,
      suggestion: expect.stringMatching(/^Try again in 50 minutes\. A browser in which you have/),
    });
    expect(String(refused)).toBe(String(await wrong()));
    runtime.clock.advance(50 * MINUTE);
    await expect(right()).resolves.toMatchObject({ id: known.id });
  });

  test("no hour holds more than the limit, wherever it begins", async () => {
    const at: number[] = [];
    for (let minute = 0; minute < 200; minute++) {
      if ((await guess(ctx)) === "checked") at.push(runtime.clock.now());
      runtime.clock.advance(minute % 7 === 0 ? 13 * SECOND : MINUTE);
    }
    const inHour = at.map((start) => at.filter((t) => t >= start && t < start + HOUR).length);
    expect(Math.max(...inHour)).toBe(10);
  });

  test("a hundred at once are no more than one after another", async () => {
    const errors = await Promise.all(Array.from({ length: 100 }, () => wrong()));
    expect(errors.filter((error) => error instanceof UnauthorizedError)).toHaveLength(10);
    expect(errors.filter((error) => error instanceof LimitExceededError)).toHaveLength(90);
  });

  test("many addresses have a hundred at one user, and others still sign in", async () => {
    await createTestUser(runtime, { username: "other" });
    let checked = 0;
    for (let at = 0; at < 130; at++) {
      const result = await guess(from(`198.51.100.${at}`));
      if (result === "checked") checked++;
    }
    expect(checked).toBe(100);
    await expect(right(from("198.51.100.1"), "other")).resolves.toBeDefined();
  });

  test("one address has a hundred at all users, whatever names it makes up", async () => {
    let checked = 0;
    for (let at = 0; at < 110; at++) {
      const taking = takeGuess(ctx, { kind: "password", whose: { unknownName: `name-${at}` } });
      checked += await taking.then(
        () => 1,
        () => 0,
      );
    }
    expect(checked).toBe(100);
    await expect(right()).rejects.toThrow(LimitExceededError);
    await expect(right(from("198.51.100.1"))).resolves.toBeDefined();
  });

  test("variants of a name share one counter", async () => {
    const variants = ["known", "KNOWN", " known\t", "ｋｎｏｗｎ", "Known"];
    for (const username of [...variants, ...variants]) await wrong(ctx, username);
    for (const username of variants) {
      expect(await wrong(ctx, username)).toBeInstanceOf(LimitExceededError);
    }
  });

  test("an unknown name is limited like a known one, with the same words", async () => {
    for (let at = 0; at < 10; at++) await wrong(ctx, "nobody");
    for (let at = 0; at < 10; at++) await wrong(ctx, "known");
    const told = async (username: string) => {
      const error = await wrong(ctx, username);
      return error instanceof LimitExceededError && [error.message, error.suggestion];
    };
    expect(await told("nobody")).toEqual(await told("known"));
    expect(await wrong(ctx, "nobody")).toBeInstanceOf(LimitExceededError);
  });

  test("a right one gives back itself and forgives nothing else", async () => {
    for (let at = 0; at < 9; at++) await wrong();
    for (let at = 0; at < 12; at++) await right();
    expect(await wrong()).toBeInstanceOf(UnauthorizedError);
    expect(await wrong()).toBeInstanceOf(LimitExceededError);
  });

  test("signing in with an own account does not reset what the address used up", async () => {
    const own = await createTestUser(runtime, { username: "own" });
    let checked = 0;
    for (let at = 0; at < 110; at++) {
      const whose = at < 10 ? known : { unknownName: `name-${at}` };
      checked += await takeGuess(ctx, { kind: "password", whose }).then(
        () => 1,
        () => 0,
      );
      if (at % 10 === 0) await right(withDevice("own-device", own), "own");
    }
    expect(checked).toBe(100);
  });
});

describe("known devices", () => {
  test("sign in while strangers have used up everything, at their own address too", async () => {
    expect(await guessesOf(ctx)).toBe(10);
    for (let at = 0; at < 120; at++) await guess(from(`198.51.100.${at}`));
    await expect(right()).rejects.toThrow(LimitExceededError);
    await expect(right(withDevice("laptop"))).resolves.toBeDefined();
  });

  test("have ten of their own; with strangers twenty come from one address and no more", async () => {
    expect(await guessesOf(ctx)).toBe(10);
    expect(await guessesOf(withDevice("laptop"))).toBe(10);
    expect(await guessesOf(withDevice("phone"))).toBe(0);
    expect(await guessesOf(withDevice("phone", known, from("198.51.100.1")))).toBe(10);
  });

  test("of one user have thirty together, however many there are", async () => {
    let checked = 0;
    for (let at = 0; at < 20; at++) {
      checked += await guessesOf(withDevice(`d${at}`, known, from(`198.51.100.${at}`)));
    }
    expect(checked).toBe(30);
  });

  test("use nothing up of what strangers have at other addresses", async () => {
    await guessesOf(withDevice("laptop"));
    expect(await guessesOf(from("198.51.100.1"))).toBe(10);
  });

  test("of another user, and from before the password was chosen, are strangers", async () => {
    const other = await createTestUser(runtime, { username: "other" });
    await guessesOf(ctx);
    expect(await guess(withDevice("laptop", other))).toEqual(expect.any(Number));
    const changedAt = runtime.clock.now() + 1;
    const changed = { ...known, devicesSince: changedAt };
    expect(await guess(withDevice("laptop"), "password", changed)).toEqual(expect.any(Number));
    runtime.clock.advance(1);
    expect(await guess(withDevice("laptop"), "password", changed)).toBe("checked");
  });
});

describe("codes", () => {
  test("ten wrong ones in any hour, five of them of strangers", async () => {
    expect(await guessesOf(ctx, "code")).toBe(5);
    expect(await guessesOf(from("198.51.100.1"), "code")).toBe(0);
    expect(await guessesOf(withDevice("laptop"), "code")).toBe(5);
    expect(await guessesOf(withDevice("phone"), "code")).toBe(0);
  });

  test("right passwords between them change nothing", async () => {
    let checked = 0;
    for (let at = 0; at < 8; at++) {
      await right();
      if ((await guess(ctx, "code")) === "checked") checked++;
    }
    expect(checked).toBe(5);
  });

  test("a right one is given back, and only that one", async () => {
    for (let at = 0; at < 4; at++) await guess(ctx, "code");
    const input = { kind: "code", whose: known } as const;
    const taken = await takeGuess(ctx, input);
    await runtime.db.write((tx) => giveBackGuess(tx, ctx, taken));
    expect(await guessesOf(ctx, "code")).toBe(1);
  });
});

describe("the counters", () => {
  test("are the database's: a second process, or one after a restart, still refuses", async () => {
    const second = await createTestRuntime({ folder: runtime.folder, seed: "second" });
    const there = anonymousContext(second);
    const both = Array.from({ length: 40 }, (_, at) => wrong(at % 2 ? ctx : there));
    const errors = await Promise.all(both);
    expect(errors.filter((error) => error instanceof UnauthorizedError)).toHaveLength(10);
    expect(await wrong(there)).toBeInstanceOf(LimitExceededError);
    await second.close();
  });

  test("outlive a clock that goes back, and one that was far ahead does not lock for ever", async () => {
    runtime.clock.advance(365 * 24 * HOUR);
    await guessesOf(ctx);
    runtime.clock.set(runtime.clock.now() - 365 * 24 * HOUR);
    expect(await guess(ctx)).toBe(HOUR);
    runtime.clock.advance(HOUR - 1);
    expect(await guess(ctx)).toBe(1);
    runtime.clock.advance(1);
    expect(await guess(ctx)).toBe("checked");
  });

  test("a wrong guess counts for an hour from when it was found to be wrong", async () => {
    const input = { kind: "password", whose: known } as const;
    const slow = await takeGuess(ctx, input);
    runtime.clock.advance(MINUTE);
    await runtime.db.write((tx) => keepGuess(tx, ctx, slow));
    const [row] = await runtime.db.read.select().from(guesses).where(eq(guesses.id, slow.id));
    expect(row?.at).toBe(runtime.clock.now());
  });

  test("all strangers together have ten thousand; a known device signs in all the same", async () => {
    const row = { kind: "password", subject: "x", network: "y", deviceId: null } as const;
    const at = runtime.clock.now() - MINUTE;
    for (let part = 0; part < 10; part++) {
      const rows = Array.from({ length: 1_000 }, (_, n) => ({ ...row, id: `g${part}-${n}`, at }));
      await runtime.db.write(async (tx) => {
        await tx.insert(guesses).values(rows);
      });
    }
    await expect(right()).rejects.toMatchObject({ retryAfterMs: 59 * MINUTE });
    await expect(right(withDevice("laptop"))).resolves.toBeDefined();
    expect(await runtime.db.read.$count(guesses)).toBe(10_000);
    runtime.clock.advance(HOUR);
    await expect(right()).resolves.toBeDefined();
    expect(await runtime.db.read.$count(guesses)).toBe(0);
  });
});
