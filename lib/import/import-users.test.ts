import { rmSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { users } from "../db/schema";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { systemContext } from "../testing/contexts";
import { writeOriginalFile } from "../testing/original-file";
import { ensureFirstAdministrator } from "../users/ensure-first-administrator";
import { deleteUser } from "../users/delete-user";
import { importOriginal } from "./import-original";

let runtime: TestRuntime;
beforeEach(async () => {
  runtime = await createTestRuntime();
});
afterEach(() => runtime.close());

const READABLE = `pbkdf2:sha256:1000$salt$${"0".repeat(64)}`;

async function importUser(username: string, hash: string, active = 1, check = false) {
  const file = path.join(runtime.folder, "original.db");
  rmSync(file, { force: true });
  await writeOriginalFile(
    file,
    `insert into users values (1, '${username}', '${hash}', '', 0, null, ${active});`,
  );
  return importOriginal(runtime, { file, check, zone: "UTC" });
}

const readUsers = () => runtime.db.read.select().from(users);
const deactivate = () => runtime.db.write((tx) => tx.update(users).set({ active: false }));

describe("an import that would leave nobody an administrator is refused, with the way out", () => {
  test.each([
    ["Kim", READABLE, 1, "has no user admin"],
    ["admin", READABLE, 0, "is not active"],
    ["admin", "plain text", 1, "cannot be verified"],
    ["admin", `bcrypt:12$salt$${"0".repeat(64)}`, 1, "cannot be verified"],
    ["admin", `pbkdf2:md5:1000$salt$${"0".repeat(32)}`, 1, "cannot be verified"],
    ["admin", "scrypt:32768:8:1$salt$00", 1, "cannot be verified"],
  ])("%s, %s, active %i: %s", async (username, hash, active, words) => {
    for (const check of [true, false]) {
      await expect(importUser(username, hash, active, check)).rejects.toMatchObject({
        message: expect.stringContaining(words),
        suggestion: expect.stringContaining("Start AMIVault once"),
      });
    }
    expect(await readUsers()).toEqual([]);
    await ensureFirstAdministrator(runtime);
    await importUser(username, hash, active);
    expect(
      (await readUsers()).filter(({ role, active: may }) => role === "admin" && may),
    ).toHaveLength(1);
  });

  test("also where users are, and none of them is an active administrator", async () => {
    await ensureFirstAdministrator(runtime);
    await deactivate();
    await expect(importUser("admin", READABLE)).rejects.toMatchObject({
      message: expect.stringContaining("here already is no active one"),
      suggestion: expect.stringContaining("a copy of the database"),
    });
  });
});

test.each(["admin", "Kim"])("%s, who was deleted here, does not come back", async (username) => {
  await runtime.close();
  runtime = await createTestRuntime({ env: { ADMIN_USERNAME: "root" } });
  await ensureFirstAdministrator(runtime);
  await importUser(username, READABLE);
  const imported = (await readUsers()).find((user) => user.username === username);
  await deleteUser(systemContext(runtime), { userId: imported?.id ?? "" });
  const report = await importUser(username, READABLE);
  expect(report.users).toMatchObject({ imported: 0, leftOut: 1 });
  expect(report.notes.join()).toContain(`User ${username}: was deleted here`);
  expect((await readUsers()).filter(({ deletedAt }) => deletedAt === null)).toHaveLength(1);
});

describe("an administrator that an import makes", () => {
  test("is told of where users are already", async () => {
    await runtime.close();
    runtime = await createTestRuntime({ env: { ADMIN_USERNAME: "root" } });
    await ensureFirstAdministrator(runtime);
    for (const check of [true, false]) {
      const { notes } = await importUser("admin", READABLE, 1, check);
      expect(notes).toContainEqual(expect.stringMatching(/^User admin: an administrator of this/));
    }
    // It is there now, and nothing is made of it.
    expect((await importUser("admin", READABLE)).notes.join()).not.toContain("administrator");
  });

  test("is the expected one where nobody is", async () => {
    expect((await importUser("admin", READABLE)).notes.join()).not.toContain("administrator");
    expect(await readUsers()).toMatchObject([{ role: "admin", active: true }]);
  });
});
