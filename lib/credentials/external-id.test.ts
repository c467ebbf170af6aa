import { afterEach, beforeEach, expect, it } from "vitest";
import { credentials } from "#lib/db/schema/index";
import { createAccountWorld, keysOf, type AccountWorld } from "#lib/testing/account-world";
import { userContext } from "#lib/testing/contexts";
import { addCredential } from "./add-credential";
import { suggestExternalId } from "./external-id";
import { updateCredential } from "./update-credential";

const REGION = "eu-west-1";

let world: AccountWorld;
let sourceCredentialId: string;
beforeEach(async () => {
  world = await createAccountWorld();
  const input = { name: "Production", region: REGION, ...keysOf(world.key) };
  sourceCredentialId = (await addCredential(world.admin, input)).id;
});
afterEach(() => world.close());

async function roleOf(externalId?: string) {
  const { accountId } = await world.sim.control.createAccount({ name: "away" });
  const trusts = [world.account.accountId];
  const asked = externalId === undefined ? {} : { externalId };
  const role = { accountId, name: "AmiVault", trusts, ...asked };
  const { arn: roleArn } = await world.sim.control.createRole(role);
  return { kind: "assume_role" as const, roleArn, sourceCredentialId };
}

const add = (keys: Awaited<ReturnType<typeof roleOf>> & { externalId?: string }) =>
  addCredential(world.admin, { name: "Role", region: REGION, ...keys });

it("that was not issued to this person is not taken, whoever's it is, and AWS is not asked", async () => {
  const theirs = suggestExternalId(userContext(world.runtime, "admin", { userId: "usr_other" }));
  const keys = await roleOf(theirs);
  const { lastSeq } = await world.sim.control.calls({});
  const own = suggestExternalId(world.admin);
  for (const externalId of ["external-1", theirs, `${own}0`, own.slice(0, -1)]) {
    await expect(add({ ...keys, externalId })).rejects.toMatchObject({
      code: "validation",
      fields: { externalId: [expect.stringContaining("not issued to you")] },
    });
  }
  expect((await world.sim.control.calls({ afterSeq: lastSeq })).items).toEqual([]);
});

it("cannot be left out: then it is a new one, which the role of another does not ask for", async () => {
  const theirs = suggestExternalId(userContext(world.runtime, "admin", { userId: "usr_other" }));
  await expect(add(await roleOf(theirs))).rejects.toMatchObject({ reason: "AccessDenied" });
});

it("a role that asks for none gets one, and a rotation keeps it", async () => {
  const keys = await roleOf();
  const { id: credentialId, externalId } = await add(keys);
  expect(externalId).toMatch(/^amivault-[A-Za-z0-9]{50,}$/);
  for (const rotated of [keys, { ...keys, externalId: externalId ?? "" }]) {
    const changed = await updateCredential(world.admin, { credentialId, keys: rotated });
    expect(changed.externalId).toBe(externalId);
  }
  const foreign = updateCredential(world.admin, {
    credentialId,
    keys: { ...keys, externalId: "external-1" },
  });
  await expect(foreign).rejects.toMatchObject({
    fields: { "keys.externalId": [expect.any(String)] },
  });
});

it("one of before stays good for its credential", async () => {
  const keys = await roleOf();
  const { id: credentialId } = await add(keys);
  const externalId = "external-of-before";
  await world.runtime.db.write((tx) => tx.update(credentials).set({ externalId }));
  const rotation = { credentialId, keys: { ...keys, externalId } };
  expect((await updateCredential(world.admin, rotation)).externalId).toBe(externalId);
});
