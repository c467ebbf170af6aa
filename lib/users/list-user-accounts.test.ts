import { afterEach, beforeEach, expect, test } from "vitest";
import { accounts, credentials } from "../db/schema";
import { userContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { listOwnAccounts } from "./list-own-accounts";
import { listUserAccounts } from "./list-user-accounts";

let runtime: TestRuntime;
beforeEach(async () => {
  runtime = await createTestRuntime();
});
afterEach(() => runtime.close());

function account(id: string, accountId: string, name: string | null = null) {
  return { id, accountId, name, partition: "aws", createdAt: 0 };
}

function credential(id: string, accountRef: string, more: object = {}) {
  const at = { createdAt: 0, updatedAt: 0 };
  const kind = "access_key" as const;
  return { id, accountRef, name: id, kind, defaultRegion: "eu-central-1", ...at, ...more };
}

test("an account to choose has its own name, or that of its oldest credential, and its number", async () => {
  await runtime.db.write(async (tx) => {
    await tx
      .insert(accounts)
      .values([
        account("acc_1", "111111111110"),
        account("acc_2", "111111111111", "Production"),
        account("acc_3", "111111111112"),
      ]);
    await tx
      .insert(credentials)
      .values([
        credential("crd_gone", "acc_1", { deletedAt: 1 }),
        credential("crd_new", "acc_1", { createdAt: 2 }),
        credential("crd_old", "acc_1", { createdAt: 1 }),
        credential("crd_other", "acc_2"),
      ]);
  });
  const listed = (await listUserAccounts(userContext(runtime, "admin"))).map(
    ({ name, accountId }) => [name, accountId],
  );
  expect(listed).toEqual([
    ["crd_old", "111111111110"],
    ["Production", "111111111111"],
    [null, "111111111112"],
  ]);
});

test("whoever is limited to accounts is told which, and nothing of any other", async () => {
  await runtime.db.write(async (tx) => {
    await tx
      .insert(accounts)
      .values([
        account("acc_1", "111111111110", "Mine"),
        account("acc_2", "111111111111", "Not mine"),
      ]);
  });
  const viewer = userContext(runtime, "viewer");
  expect(await listOwnAccounts(viewer)).toBeNull();
  expect(await listOwnAccounts({ ...viewer, accounts: ["acc_1"] })).toEqual([
    { accountRef: "acc_1", accountId: "111111111110", name: "Mine" },
  ]);
  expect(await listOwnAccounts({ ...viewer, accounts: [] })).toEqual([]);
});
