import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { NO_PASSWORD } from "../auth/no-password.pure";
import type { Context } from "../context";
import { accounts } from "../db/schema";
import { userContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { createTestUser, signedIn } from "../testing/people";
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
let bo: string;
let unsound: string;
beforeEach(async () => {
  runtime = await createTestRuntime();
  ada = (await createTestUser(runtime, { username: "ada" })).id;
  unsound = (await createTestUser(runtime, { passwordHash: NO_PASSWORD })).id;
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

const as = (userId: string, on: TestRuntime = runtime) =>
  signedIn(userContext(on, "admin", { userId }));
/** One who acts, and whom nobody can count on: they could not sign in again. */
const somebody = async (on?: TestRuntime) => as(unsound, on);
const cli = async (): Promise<Context> => ({
  ...(await somebody()),
  actor: { type: "cli", name: "root" },
});

const refusals = (results: ReadonlyArray<PromiseSettledResult<unknown>>) =>
  results.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));

describe.each(TAKES)("the last administrator is not %s", (name, take) => {
  test("by anybody, and nothing is changed", async () => {
    await expect(take(await somebody(), ada)).rejects.toMatchObject(LAST);
    expect(await hasSoundAdministrator(runtime.db.read)).toBe(true);
  });

  test("nor by themselves, who are told so", async () => {
    await expect(take(await as(ada), ada)).rejects.toMatchObject({
      reason: "own_user",
      message: expect.stringContaining("Nobody"),
    });
  });

  test.skipIf(name === "reset")("nor on the machine", async () => {
    await expect(take(await cli(), ada)).rejects.toMatchObject(LAST);
  });

  test("while those beside them are invited, deactivated, deleted, limited or no administrators", async () => {
    await createUser(await as(ada), { username: "invited", role: "admin" });
    await createTestUser(runtime, { username: "limited", accountRefs: ["acc_1"] });
    await createTestUser(runtime, { username: "off", active: false });
    await createTestUser(runtime, { username: "gone", deletedAt: 1 });
    await createTestUser(runtime, { username: "op", role: "operator" });
    await expect(take(await somebody(), ada)).rejects.toMatchObject(LAST);
  });

  test("but is once there is another", async () => {
    const { id } = await createTestUser(runtime, { username: "bo" });
    await take(await as(id), ada);
    expect(await hasSoundAdministrator(runtime.db.read)).toBe(true);
  });

  test.each([
    ["each other", [() => ada, () => bo], { code: "unauthorized" }],
    ["those two", [() => unsound, () => unsound], LAST],
  ] as const)(
    "of two who do it to %s at once, from two processes, one is refused",
    async (_who, by, why) => {
      bo = (await createTestUser(runtime, { username: "bo" })).id;
      const other = await createTestRuntime({ folder: runtime.folder, seed: "two" });
      try {
        const [one, two] = [await as(by[0]()), await as(by[1](), other)];
        const refused = refusals(await Promise.allSettled([take(one, bo), take(two, ada)]));
        expect(refused).toEqual([expect.objectContaining(why)]);
        expect(await hasSoundAdministrator(runtime.db.read)).toBe(true);
      } finally {
        await other.close();
      }
    },
  );
});

test("whoever has the machine resets the last administrator: the way back in", async () => {
  const { user } = await resetUserPassword(await cli(), { userId: ada });
  expect(user.state).toBe("reset");
});
