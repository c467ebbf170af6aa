import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Context } from "../context";
import { users } from "../db/schema";
import { userContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { createTestUser, signedIn } from "../testing/people";
import { createUser } from "./create-user";
import { deactivateUser } from "./deactivate-user";
import { deleteUser } from "./delete-user";
import { listUsers } from "./list-users";
import { resetUserPassword } from "./reset-user-password";
import { updateUser } from "./update-user";

let runtime: TestRuntime;
let admin: Context;

beforeEach(async () => {
  runtime = await createTestRuntime();
  const { id } = await createTestUser(runtime, { username: "ada" });
  admin = await signedIn(userContext(runtime, "admin", { userId: id, username: "ada" }));
});
afterEach(() => runtime.close());

test("an administrator who was put out or demoted meanwhile changes nobody any more", async () => {
  const { id: userId } = await createTestUser(runtime, { username: "bo", role: "operator" });
  const set = (change: Partial<typeof users.$inferInsert>) =>
    runtime.db.write(async (tx) => {
      await tx.update(users).set(change).where(eq(users.username, "ada"));
    });
  const acts = [
    () => updateUser(admin, { userId, changes: { role: "admin" } }),
    () => createUser(admin, { username: "mole", role: "admin" }),
    () => resetUserPassword(admin, { userId }),
    () => deactivateUser(admin, { userId }),
    () => deleteUser(admin, { userId }),
  ];
  const before = await listUsers(admin, {});
  for (const [change, code] of [
    [{ active: false }, "unauthorized"],
    [{ active: true, role: "viewer" }, "forbidden"],
  ] as const) {
    await set(change);
    for (const act of acts) await expect(act()).rejects.toMatchObject({ code });
  }
  await set({ role: "admin" });
  expect(await listUsers(admin, {})).toEqual(before);
});
