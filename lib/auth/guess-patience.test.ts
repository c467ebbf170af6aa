import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { HOUR, MINUTE, SECOND } from "../clock";
import type { Context } from "../context";
import { anonymousContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { TEST_PASSWORD, createTestUser } from "../testing/people";
import { authenticate } from "./authenticate";
import type { UserRow } from "./sessions.repo";
import { giveBackGuess, keepGuess, takeGuess } from "./take-guess";

let runtime: TestRuntime;
let ctx: Context;
let known: UserRow;

beforeEach(async () => {
  runtime = await createTestRuntime();
  ctx = anonymousContext(runtime);
  known = await createTestUser(runtime, { username: "known" });
});
afterEach(() => runtime.close());

const input = () => ({ kind: "password", whose: known }) as const;
const right = (as = ctx) => authenticate(as, { username: "known", password: TEST_PASSWORD });

test("while as many as may be wrong are being looked at, others come back in a moment: right ones are taken back", async () => {
  const looking = [];
  for (let at = 0; at < 10; at++) looking.push(await takeGuess(ctx, input()));
  await expect(right()).rejects.toMatchObject({
    retryAfterMs: 2 * SECOND,
    suggestion: expect.stringMatching(/^Try again in a moment\./),
  });
  for (const guess of looking) await runtime.db.write((tx) => giveBackGuess(tx, ctx, guess));
  await expect(right()).resolves.toMatchObject({ id: known.id });
});

test("once they were wrong, their hour counts", async () => {
  for (let at = 0; at < 10; at++) {
    const guess = await takeGuess(ctx, input());
    await runtime.db.write((tx) => keepGuess(tx, ctx, guess));
  }
  await expect(right()).rejects.toMatchObject({ retryAfterMs: HOUR });
});

test("one that broke off unjudged keeps nobody waiting for its end, and counts", async () => {
  for (let at = 0; at < 10; at++) await takeGuess(ctx, input());
  await expect(right()).rejects.toMatchObject({ retryAfterMs: 2 * SECOND });
  runtime.clock.advance(MINUTE);
  await expect(right()).rejects.toMatchObject({ retryAfterMs: 59 * MINUTE });
});

test("a known device that has used up its own is told when it has more, to the minute", async () => {
  const device = { userId: known.id, deviceId: "laptop", signedInAt: runtime.clock.now() };
  const laptop = { ...ctx, device };
  for (let at = 0; at < 10; at++) {
    const guess = await takeGuess(laptop, input());
    await runtime.db.write((tx) => keepGuess(tx, laptop, guess));
  }
  for (const [ms, words] of [
    [0, "60 minutes"],
    [1, "60 minutes"],
    [59 * MINUTE - 1, "a minute"],
    [MINUTE - 1, "a moment"],
  ] as const) {
    runtime.clock.advance(ms);
    await expect(right(laptop)).rejects.toMatchObject({
      suggestion: `Try again in ${words}.`,
    });
  }
});

test("pages and routes, which have this module twice in one process, know of each other's", async () => {
  vi.resetModules();
  const another = await import("./take-guess");
  expect(another.takeGuess).not.toBe(takeGuess);
  for (let at = 0; at < 10; at++) await another.takeGuess(ctx, input());
  await expect(right()).rejects.toMatchObject({ retryAfterMs: 2 * SECOND });
});
