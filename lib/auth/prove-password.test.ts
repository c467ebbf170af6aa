import { pbkdf2Sync } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Context } from "../context";
import { sessions, users } from "../db/schema";
import { anonymousContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { TEST_PASSWORD, createTestUser } from "../testing/people";
import { changePassword } from "../users/change-password";
import { actingAs } from "./as-user";
import { requirePermission } from "./require-permission";
import { signIn } from "./sign-in";

let runtime: TestRuntime;
let ctx: Context;

beforeEach(async () => {
  runtime = await createTestRuntime();
  ctx = anonymousContext(runtime);
  await createTestUser(runtime, { username: "imported", passwordHash: hashOf(TEST_PASSWORD) });
});
afterEach(() => runtime.close());

/** As the application that this one replaces kept it. */
function hashOf(password: string): string {
  const key = pbkdf2Sync(password, "salt", 1_000, 32, "sha256").toString("hex");
  return `pbkdf2:sha256:1000$salt$${key}`;
}
const attempt = (as: Context, password = TEST_PASSWORD, username = "imported") =>
  signIn(as, { username, password, kind: "api", userAgent: "test" });

test("a hash of the former application is ours from the first sign-in on", async () => {
  const { user } = await attempt(ctx);
  expect(user.passwordHash).toMatch(/^\$argon2id\$/);
  expect(user.mustChangePassword).toBe(false);
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

test.each(["secret", "changeme", "second-user1", "kim.second@example.org"])(
  "whoever comes with the password %s, which nobody may choose here, chooses another first",
  async (password) => {
    await createTestUser(runtime, {
      username: "second.user",
      email: "kim.second@example.org",
      passwordHash: hashOf(password),
    });
    for (const round of [1, 2]) {
      const { user } = await attempt(ctx, password, "second.user");
      expect(user.mustChangePassword, `sign-in ${round}`).toBe(true);
    }
    const second = await signIn(ctx, {
      username: "second.user",
      password,
      kind: "web",
      userAgent: "test",
    });
    const acting = actingAs(ctx, second);
    expect(() => requirePermission(acting, "backups.read")).toThrow("Change your password first.");
    const changed = { currentPassword: password, newPassword: "quiet-harbour-41-willow" };
    expect((await changePassword(acting, changed)).user.mustChangePassword).toBe(false);
  },
);
