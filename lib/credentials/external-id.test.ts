import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { credentials } from "#lib/db/schema/index";
import { createAccountWorld, keysOf, type AccountWorld } from "#lib/testing/account-world";
import { userContext } from "#lib/testing/contexts";
import { addCredential } from "./add-credential";
import { deleteCredential } from "./delete-credential";
import { suggestExternalId } from "./external-id";
import { getCredentialRow } from "./get-credential-row";
import { getRoleTemplate } from "./role-template";
import { updateCredential } from "./update-credential";

const REGION = "eu-west-1";
const refusal = { code: "validation", fields: { externalId: [expect.any(String)] } };

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
  const theirs = await suggestExternalId(
    userContext(world.runtime, "admin", { userId: "usr_other" }),
  );
  const keys = await roleOf(theirs);
  const { lastSeq } = await world.sim.control.calls({});
  const own = await suggestExternalId(world.admin);
  for (const externalId of ["external-1", theirs, `${own}0`, own.slice(0, -1)]) {
    await expect(add({ ...keys, externalId })).rejects.toMatchObject({
      code: "validation",
      fields: { externalId: [expect.stringContaining("not issued to you")] },
    });
  }
  expect((await world.sim.control.calls({ afterSeq: lastSeq })).items).toEqual([]);
});

it("cannot be left out: then it is a new one, which the role of another does not ask for", async () => {
  const theirs = await suggestExternalId(
    userContext(world.runtime, "admin", { userId: "usr_other" }),
  );
  await expect(add(await roleOf(theirs))).rejects.toMatchObject({ reason: "AccessDenied" });
});

it("stays the same for whoever comes back from AWS, until a credential has it, also a deleted one", async () => {
  const first = await suggestExternalId(world.admin);
  await addCredential(world.admin, { name: "Other", region: REGION, ...(await roleOf()) });
  expect(await suggestExternalId(world.admin)).toBe(first);
  expect(await getRoleTemplate(world.admin, {})).toContain(first);
  const { id: credentialId } = await add({ ...(await roleOf(first)), externalId: first });
  const second = await suggestExternalId(world.admin);
  expect(second).not.toBe(first);
  await deleteCredential(world.admin, { credentialId });
  expect(await suggestExternalId(world.admin)).toBe(second);
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

describe("one that a saved credential has", () => {
  /** Of a StackSet that was there before ids were issued, or whose issuer has left. */
  const externalId = "external-of-before";
  let saved: string;
  beforeEach(async () => {
    saved = (await add(await roleOf())).id;
    const ofIt = eq(credentials.id, saved);
    await world.runtime.db.write((tx) => tx.update(credentials).set({ externalId }).where(ofIt));
  });
  async function scopedTo(credentialId: string) {
    const { accountRef } = await getCredentialRow(world.runtime.db.read, world.admin, credentialId);
    return { ...world.admin, accounts: [accountRef] };
  }
  const template = (ctx = world.admin) => getRoleTemplate(ctx, { externalId });

  it("is good for another of the StackSet’s accounts, and its template", async () => {
    const other = { name: "Other", region: REGION, ...(await roleOf(externalId)), externalId };
    expect(await addCredential(world.admin, other)).toMatchObject({ externalId });
    expect(await template()).toContain(externalId);
  });

  it("is good for the rotation of another one", async () => {
    const keys = await roleOf();
    const other = await addCredential(world.admin, { name: "Other", region: REGION, ...keys });
    const rotation = { credentialId: other.id, keys: { ...keys, externalId } };
    expect((await updateCredential(world.admin, rotation)).externalId).toBe(externalId);
  });

  it("is good for no other account where somebody does not see all of them", async () => {
    const keys = { name: "Other", region: REGION, ...(await roleOf(externalId)), externalId };
    const { lastSeq } = await world.sim.control.calls({});
    await expect(addCredential(await scopedTo(saved), keys)).rejects.toMatchObject(refusal);
    expect((await world.sim.control.calls({ afterSeq: lastSeq })).items).toEqual([]);
    expect(await template(await scopedTo(saved))).toContain(externalId);
    await expect(template(await scopedTo(sourceCredentialId))).rejects.toMatchObject(refusal);
  });

  it("is good for nothing once the credential is gone", async () => {
    const keys = { name: "Other", region: REGION, ...(await roleOf(externalId)), externalId };
    await deleteCredential(world.admin, { credentialId: saved });
    await expect(addCredential(world.admin, keys)).rejects.toMatchObject(refusal);
    await expect(template()).rejects.toMatchObject(refusal);
  });
});

it("a template is made with one that was issued to this person, or with a new one", async () => {
  const own = await suggestExternalId(world.admin);
  expect(await getRoleTemplate(world.admin, { externalId: own })).toContain(own);
  expect(await getRoleTemplate(world.admin, {})).toMatch(/amivault-[A-Za-z0-9]{50,}/);
  const theirs = await suggestExternalId(
    userContext(world.runtime, "admin", { userId: "usr_other" }),
  );
  const refused = getRoleTemplate(world.admin, { externalId: theirs });
  await expect(refused).rejects.toMatchObject(refusal);
});
