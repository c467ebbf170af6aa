import { afterEach, describe, expect, test } from "vitest";
import { signIn } from "../auth/sign-in";
import { auditEntries, users } from "../db/schema";
import { anonymousContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { ensureFirstAdministrator } from "./ensure-first-administrator";

const open: TestRuntime[] = [];
async function start(options: Parameters<typeof createTestRuntime>[0]): Promise<TestRuntime> {
  const runtime = await createTestRuntime(options);
  open.push(runtime);
  return runtime;
}
afterEach(async () => {
  for (const runtime of open.splice(0).toReversed()) await runtime.close();
});

describe("ensureFirstAdministrator", () => {
  test("generates a password that signs in once and must be changed", async () => {
    const runtime = await start({});
    const first = await ensureFirstAdministrator(runtime);
    if (!first.created) throw new Error("nothing was created");
    expect(first).toMatchObject({ username: "admin" });
    expect(first.generatedPassword).toMatch(/^(?:[0-9a-z]{5}-){3}[0-9a-z]{5}$/);
    const { user } = await signIn(anonymousContext(runtime), {
      username: "ADMIN",
      password: first.generatedPassword ?? "",
      kind: "web",
      userAgent: "",
    });
    expect(user).toMatchObject({ role: "admin", mustChangePassword: true });
  });

  test("takes name, password and address from the settings and prints none of them", async () => {
    const runtime = await start({
      env: {
        ADMIN_USERNAME: "root.of-it",
        ADMIN_PASSWORD: "ember-orchid-92-lattice",
        ADMIN_EMAIL: "ops@example.org",
      },
    });
    expect(await ensureFirstAdministrator(runtime)).toEqual({
      created: true,
      username: "root.of-it",
      generatedPassword: null,
    });
    const [user] = await runtime.db.read.select().from(users);
    expect(user).toMatchObject({ email: "ops@example.org", mustChangePassword: true });
    expect(user?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const audit = await runtime.db.read.select().from(auditEntries);
    expect(audit.map((entry) => [entry.actorName, entry.action])).toEqual([
      ["first_administrator", "user.create"],
    ]);
  });

  test.each(["admin", "changeme", "adminadminadmin", "Password-12345", "short"])(
    "refuses ADMIN_PASSWORD=%s with the command that makes a good one",
    async (password) => {
      const runtime = await start({ env: { ADMIN_PASSWORD: password } });
      await expect(ensureFirstAdministrator(runtime)).rejects.toMatchObject({
        code: "precondition_failed",
        suggestion: expect.stringContaining("node -e"),
      });
      expect(await runtime.db.read.select().from(users)).toEqual([]);
    },
  );

  test("two processes at once create one", async () => {
    const first = await start({});
    const second = await start({ folder: first.folder, seed: "second" });
    const results = await Promise.all([
      ensureFirstAdministrator(first),
      ensureFirstAdministrator(second),
    ]);
    expect(results.filter((result) => result.created)).toHaveLength(1);
    expect(await first.db.read.select().from(users)).toHaveLength(1);
  });

  test("does nothing where there is a user, whatever the settings say now", async () => {
    const first = await start({});
    await ensureFirstAdministrator(first);
    const env = { ADMIN_USERNAME: "another", ADMIN_PASSWORD: "admin" };
    const second = await start({ folder: first.folder, seed: "second", env });
    expect(await ensureFirstAdministrator(second)).toEqual({ created: false });
  });
});
