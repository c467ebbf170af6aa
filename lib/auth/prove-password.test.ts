import { pbkdf2Sync } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Context } from "../context";
import { sessions, users } from "../db/schema";
import { anonymousContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { TEST_PASSWORD, createTestUser } from "../testing/people";
import { signIn } from "./sign-in";

let runtime: TestRuntime;
let ctx: Context;

beforeEach(async () => {
  runtime = await createTestRuntime();
  ctx = anonymousContext(runtime);
  const key = pbkdf2Sync(TEST_PASSWORD, "salt", 1_000, 32, "sha256").toString("hex");
  await createTestUser(runtime, {
    username: "imported",
    passwordHash: `pbkdf2:sha256:1000$salt$${key}`,
  });
});
afterEach(() => runtime.close());

const attempt = (as: Context, password = TEST_PASSWORD) =>
  signIn(as, { username: "imported", password, kind: "api", userAgent: "test" });

test("a hash of the former application is ours from the first sign-in on", async () => {
  const { user } = await attempt(ctx);
  expect(user.passwordHash).toMatch(/^\$argon2id\$/);
  await expect(attempt(ctx)).resolves.toBeDefined();
  await expect(attempt(ctx, "wrong-wrong-wrong")).rejects.toMatchObject({ code: "unauthorized" });
});

test("whoever signs in for the first time twice at once, by two processes, is let in by both", async () => {
  const second = await createTestRuntime({ folder: runtime.folder, seed: "second" });
  const both = [ctx, anonymousContext(second), ctx, anonymousContext(second)];
  const answers = await Promise.allSettled(both.map((as) => attempt(as)));
  expect(answers.map(({ status }) => status)).toEqual(both.map(() => "fulfilled"));
  expect(await runtime.db.read.$count(sessions)).toBe(4);
  const [user] = await runtime.db.read.select().from(users).where(eq(users.username, "imported"));
  expect(user?.passwordHash).toMatch(/^\$argon2id\$/);
  await second.close();
});
