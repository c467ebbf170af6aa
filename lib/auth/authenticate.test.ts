import * as crypto from "node:crypto";
import { createHash, pbkdf2Sync, scryptSync } from "node:crypto";
import * as argon2 from "@node-rs/argon2";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Context } from "../context";
import { auditEntries, guesses } from "../db/schema";
import { anonymousContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { TEST_PASSWORD, createTestUser } from "../testing/people";
import { toProblem } from "../web/to-problem";
import { authenticate } from "./authenticate";
import { NO_PASSWORD } from "./no-password.pure";

// The library itself works; what is counted is how often it is asked.
vi.mock("@node-rs/argon2", { spy: true });
vi.mock("node:crypto", { spy: true });

let runtime: TestRuntime;
let ctx: Context;

beforeEach(async () => {
  runtime = await createTestRuntime();
  ctx = anonymousContext(runtime);
  await createTestUser(runtime, { username: "known" });
  await createTestUser(runtime, { username: "inactive", active: false });
  await createTestUser(runtime, { username: "deleted", deletedAt: 1 });
  await createTestUser(runtime, { username: "invited", passwordHash: NO_PASSWORD });
  await createTestUser(runtime, { username: "broken", passwordHash: "no-hash-at-all" });
  await refusal("warm-up", "x");
  vi.mocked(argon2.verify).mockClear();
});
afterEach(() => runtime.close());

async function refusal(username: string, password: string): Promise<unknown> {
  const error: unknown = await authenticate(ctx, { username, password }).catch((e: unknown) => e);
  const problem = toProblem(error, { requestId: "req_test", log: runtime.log });
  return [problem.status, [...problem.headers], await problem.json()];
}

const CASES = [
  ["known", "wrong-wrong-wrong"],
  ["nobody", TEST_PASSWORD],
  ["inactive", TEST_PASSWORD],
  ["deleted", TEST_PASSWORD],
  ["invited", TEST_PASSWORD],
  ["invited", ""],
  ["broken", "no-hash-at-all"],
  ["known", TEST_PASSWORD + " ".repeat(400)],
  ["known\0", TEST_PASSWORD],
  ["known", "ember-\ud800"],
] as const;

describe("whoever it is", () => {
  test("the answer is the same, and so is the work", async () => {
    const expected = await refusal("known", "wrong-wrong-wrong");
    vi.mocked(argon2.verify).mockClear();
    for (const [at, [username, password]] of CASES.entries()) {
      ctx = { ...ctx, address: `198.51.100.${at}` };
      expect(await refusal(username, password), username).toEqual(expected);
      expect(argon2.verify, username).toHaveBeenCalledTimes(at + 1);
    }
    for (const [hash] of vi.mocked(argon2.verify).mock.calls) {
      expect(String(hash)).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    }
  });

  test("the same is written, but for whose it is", async () => {
    await refusal("known", "wrong-wrong-wrong");
    await refusal("nobody-of-this-name", "wrong-wrong-wrong");
    const counted = await runtime.db.read.select().from(guesses);
    const audited = await runtime.db.read.select().from(auditEntries);
    expect(counted.map(({ kind, network }) => [kind, network])).toEqual(
      counted.map(() => ["password", "203.0.113.7"]),
    );
    expect(audited.map(({ action }) => action)).toEqual(audited.map(() => "session.refuse"));
    expect(JSON.stringify([counted, audited])).not.toMatch(/nobody-of-this-name|wrong-wrong/);
    const plain = createHash("sha256").update("nobody-of-this-name").digest("base64url");
    expect(counted.map(({ subject }) => subject)).not.toContain(plain.slice(0, 22));
  });

  test("while a password of the former application is left, all cost what it costs", async () => {
    const hash = pbkdf2Sync(TEST_PASSWORD, "salt", 1_000, 32, "sha256").toString("hex");
    const passwordHash = `pbkdf2:sha256:1000$salt$${hash}`;
    await createTestUser(runtime, { username: "imported", passwordHash });
    vi.mocked(argon2.verify).mockClear();
    await expect(
      authenticate(ctx, { username: "imported", password: TEST_PASSWORD }),
    ).resolves.toMatchObject({ username: "imported" });
    expect(argon2.verify).toHaveBeenCalledTimes(1);
    // Another's imported hash is work alone: its password opens nobody else's account.
    for (const username of ["nobody", "invited", "inactive"]) {
      await expect(authenticate(ctx, { username, password: TEST_PASSWORD })).rejects.toThrow(
        "The user name or the password is wrong.",
      );
    }
    expect(argon2.verify).toHaveBeenCalledTimes(4);
  });

  test("where it has kept them in several ways, all cost each of these, whoever has which", async () => {
    const [fast, slow] = [1_000, 2_000].map((rounds) => {
      const key = pbkdf2Sync(TEST_PASSWORD, "salt", rounds, 32, "sha256").toString("hex");
      return `pbkdf2:sha256:${rounds}$salt$${key}`;
    });
    const key = scryptSync(TEST_PASSWORD, "salt", 64, { N: 1_024, r: 8, p: 1 }).toString("hex");
    const hashes = { one: fast, two: slow, three: fast, four: `scrypt:1024:8:1$salt$${key}` };
    for (const [username, passwordHash] of Object.entries(hashes)) {
      await createTestUser(runtime, { username, passwordHash: passwordHash ?? "" });
    }
    const workFor = async (username: string) => {
      vi.mocked(crypto.pbkdf2).mockClear();
      vi.mocked(crypto.scrypt).mockClear();
      await refusal(username, "wrong-wrong-wrong");
      const rounds = vi.mocked(crypto.pbkdf2).mock.calls.map(([, , count]) => count);
      return [...rounds.toSorted(), vi.mocked(crypto.scrypt).mock.calls.length];
    };
    for (const username of ["nobody", "known", "invited", ...Object.keys(hashes)]) {
      expect(await workFor(username), username).toEqual([1_000, 2_000, 1]);
    }
    for (const username of Object.keys(hashes)) {
      await expect(authenticate(ctx, { username, password: TEST_PASSWORD })).resolves.toMatchObject(
        { username },
      );
    }
  });
});
