import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Context } from "../context";
import { users } from "../db/schema";
import { userContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { createTestSession, createTestUser, signedIn } from "../testing/people";
import { createUser } from "./create-user";
import { deactivateUser } from "./deactivate-user";
import { deleteUser } from "./delete-user";
import { listUsers } from "./list-users";
import { resetUserPassword } from "./reset-user-password";
import { endSessionOf, endSessionsOfUser } from "./sessions/end-sessions";
import { listSessions } from "./sessions/list-sessions";
import { createToken } from "./tokens/create-token";
import { listTokens } from "./tokens/list-tokens";
import { revokeTokenOf } from "./tokens/revoke-token";
import { updateUser } from "./update-user";

const READ = { name: "metrics", scopes: ["backups.read"], expiresInDays: 30 };

let runtime: TestRuntime;
let admin: Context;

beforeEach(async () => {
  runtime = await createTestRuntime();
  const { id } = await createTestUser(runtime, { username: "ada" });
  admin = await signedIn(userContext(runtime, "admin", { userId: id, username: "ada" }));
});
afterEach(() => runtime.close());

test("an administrator who was put out or demoted meanwhile changes nobody any more", async () => {
  const bo = await createTestUser(runtime, { username: "bo", role: "operator" });
  const { id: userId } = bo;
  const { session } = await createTestSession(runtime, { user: bo, kind: "web" });
  const own = await signedIn(userContext(runtime, "operator", { userId, username: "bo" }));
  const token = await createToken(own, READ);
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
    () => endSessionOf(admin, { userId, sessionId: session.familyId }),
    () => endSessionsOfUser(admin, { userId }),
    () => revokeTokenOf(admin, { userId, tokenId: token.id }),
  ];
  const state = async () => [
    await listUsers(admin, {}),
    await listSessions(admin, { userId }),
    await listTokens(admin, { userId }),
  ];
  const before = await state();
  for (const [change, code] of [
    [{ active: false }, "unauthorized"],
    [{ active: true, role: "viewer" }, "forbidden"],
  ] as const) {
    await set(change);
    for (const act of acts) await expect(act()).rejects.toMatchObject({ code });
  }
  await set({ role: "admin" });
  expect(await state()).toEqual(before);
});
