import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Context } from "../context";
import { accounts } from "../db/schema";
import { userContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { createTestUser } from "../testing/people";
import { createUser } from "./create-user";
import { deactivateUser } from "./deactivate-user";
import { deleteUser } from "./delete-user";
import { hasSoundAdministrator } from "./managed-users.repo";
import { resetUserPassword } from "./reset-user-password";
import { updateUser } from "./update-user";

type Take = (ctx: Context, userId: string) => Promise<unknown>;
const TAKES: ReadonlyArray<readonly [string, Take]> = [
  ["demoted", (ctx, userId) => updateUser(ctx, { userId, changes: { role: "operator" } })],
  ["limited", (ctx, userId) => updateUser(ctx, { userId, changes: { accountRefs: ["acc_1"] } })],
  ["deactivated", (ctx, userId) => deactivateUser(ctx, { userId })],
  ["deleted", (ctx, userId) => deleteUser(ctx, { userId })],
  ["reset", (ctx, userId) => resetUserPassword(ctx, { userId })],
];
const LAST = { reason: "last_administrator" };

let runtime: TestRuntime;
let ada: string;
beforeEach(async () => {
  runtime = await createTestRuntime();
  ada = (await createTestUser(runtime, { username: "ada" })).id;
  await runtime.db.write((tx) =>
    tx.insert(accounts).values({
      id: "acc_1",
      accountId: "111111111111",
      partition: "aws",
      name: null,
      createdAt: 0,
      retentionConfirmedAt: null,
    }),
  );
});
afterEach(() => runtime.close());

const as = (userId: string, on: TestRuntime = runtime) => userContext(on, "admin", { userId });
/** One whose session is still open although they are none any more. */
const somebody = () => as("usr_somebody");
const cli = (): Context => ({ ...somebody(), actor: { type: "cli", name: "root" } });

describe.each(TAKES)("the last administrator is not %s", (name, take) => {
  test("by anybody, and nothing is changed", async () => {
    await expect(take(somebody(), ada)).rejects.toMatchObject(LAST);
    expect(await hasSoundAdministrator(runtime.db.read)).toBe(true);
  });

  test("nor by themselves, who are told so", async () => {
    await expect(take(as(ada), ada)).rejects.toMatchObject({
      reason: "own_user",
      message: expect.stringContaining("Nobody"),
    });
  });

  test.skipIf(name === "reset")("nor on the machine", async () => {
    await expect(take(cli(), ada)).rejects.toMatchObject(LAST);
  });

  test("while those beside them are invited, deactivated, deleted, limited or no administrators", async () => {
    await createUser(as(ada), { username: "invited", role: "admin" });
    await createTestUser(runtime, { username: "limited", accountRefs: ["acc_1"] });
    await createTestUser(runtime, { username: "off", active: false });
    await createTestUser(runtime, { username: "gone", deletedAt: 1 });
    await createTestUser(runtime, { username: "op", role: "operator" });
    await expect(take(somebody(), ada)).rejects.toMatchObject(LAST);
  });

  test("but is once there is another", async () => {
    const { id } = await createTestUser(runtime, { username: "bo" });
    await take(as(id), ada);
    expect(await hasSoundAdministrator(runtime.db.read)).toBe(true);
  });

  test("of two who do it to each other at once, from two processes, one is refused", async () => {
    const { id: bo } = await createTestUser(runtime, { username: "bo" });
    const other = await createTestRuntime({ folder: runtime.folder, seed: "two" });
    try {
      const results = await Promise.allSettled([take(as(ada), bo), take(as(bo, other), ada)]);
      const refused = results.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
      expect(refused).toEqual([expect.objectContaining(LAST)]);
      expect(await hasSoundAdministrator(runtime.db.read)).toBe(true);
    } finally {
      await other.close();
    }
  });
});

test("whoever has the machine resets the last administrator: the way back in", async () => {
  const { user } = await resetUserPassword(cli(), { userId: ada });
  expect(user.state).toBe("reset");
});
