import { afterAll, beforeAll, expect, test } from "vitest";
import type { SessionWithUser } from "#lib/auth/sessions.repo";
import { createTestSession, createTestUser } from "#lib/testing/people";
import { createTwoAccountWorld, OF_FOREIGN } from "#lib/testing/two-account-world";
import { callRoute } from "#lib/testing/web-client";
import { deleteOneBackupOnce } from "./backups/[id]/removal/declaration";

let world: Awaited<ReturnType<typeof createTwoAccountWorld>>;
/** An administrator of one account. */
let limited: SessionWithUser;

beforeAll(async () => {
  world = await createTwoAccountWorld();
  const { runtime, own } = world;
  const user = await createTestUser(runtime, { accountRefs: [own.accountRef] });
  limited = await createTestSession(runtime, { user, kind: "api" });
});
afterAll(() => world.close());

const KEY = { accessKeyId: `AKIA${"X".repeat(16)}`, secretAccessKey: "x".repeat(40) };
const ROLE = { kind: "assume_role", roleArn: `arn:aws:iam::${"1".repeat(12)}:role/AmiVault` };
const SOURCE = "credential.sourceCredentialId";

test.each([
  ["the process's own credentials", { kind: "default_chain" }, "credential.kind"],
  ["a saved credential", { ...ROLE, sourceCredentialId: "crd_foreign" }, SOURCE],
  ["a saved credential of their own", { ...ROLE, sourceCredentialId: "crd_homely" }, SOURCE],
  [
    "a saved credential beside keys",
    { ...ROLE, ...KEY, sourceCredentialId: "crd_foreign" },
    SOURCE,
  ],
  ["a role and nothing to assume it with", ROLE, "credential.accessKeyId"],
])("nothing is removed once with %s", async (_name, credential, field) => {
  const response = await callRoute(world.runtime, deleteOneBackupOnce, {
    as: limited,
    params: { id: world.own.backup },
    body: { mode: "image", credential },
  });
  const text = await response.text();
  // AWS would have been asked otherwise, which this world has not: 500.
  expect(response.status, text).toBe(422);
  expect(Object.keys(JSON.parse(text).errors)).toContain(field);
  expect(text).not.toMatch(OF_FOREIGN);
});
