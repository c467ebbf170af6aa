import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { credentials } from "#lib/db/schema/index";
import { addInstance } from "#lib/instances/add-instance";
import { keysOf } from "#lib/testing/account-world";
import { createDiscoveryWorld, HOME, type DiscoveryWorld } from "#lib/testing/discovery-world";
import { updateCredential } from "./update-credential";
import { validateCredential } from "./validate-credential";

const UNREADABLE =
  "The keys of this credential cannot be opened: the server's encryption key is missing, or is another one.";

let world: DiscoveryWorld;
let credentialId: string;
beforeEach(async () => {
  world = await createDiscoveryWorld();
  credentialId = world.credential.id;
  const isIt = eq(credentials.id, credentialId);
  await world.runtime.db.write((tx) =>
    tx.update(credentials).set({ secret: "v2.k9.AA.AA" }).where(isIt),
  );
});
afterEach(() => world.close());

test("keys that do not open are told as such by a check and by what asks AWS", async () => {
  const checked = await validateCredential(world.admin, { credentialId });
  expect(checked).toMatchObject({
    ok: false,
    message: UNREADABLE,
    suggestion: expect.stringContaining("give the credential its keys again"),
    credential: { validationError: UNREADABLE },
  });
  expect(JSON.stringify(checked)).not.toContain("k9");
  const instanceId = await world.launch();
  await expect(
    addInstance(world.operator, { credentialId, region: HOME, instanceId }),
  ).rejects.toThrow(UNREADABLE);
});

test("keys that are given again take their place", async () => {
  const keys = keysOf(world.key);
  await updateCredential(world.admin, { credentialId, keys });
  expect(await validateCredential(world.admin, { credentialId })).toMatchObject({ ok: true });
});
