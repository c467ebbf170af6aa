import { afterEach, beforeEach, expect, it } from "vitest";
import type { Context } from "#lib/context";
import { createAccountWorld, keysOf, type AccountWorld } from "#lib/testing/account-world";
import { addCredential } from "./add-credential";
import { deleteCredential } from "./delete-credential";
import type { CredentialKeys } from "./schemas";
import { listCredentials } from "./list-credentials";
import { updateCredential } from "./update-credential";

const REGION = "eu-west-1";

let world: AccountWorld;
let hub: { id: string };
let roleArn: string;
beforeEach(async () => {
  world = await createAccountWorld();
  hub = await addKeys("Hub");
  const { accountId } = world.account;
  const role = { accountId, name: "AmiVault", trusts: [accountId] };
  roleArn = (await world.sim.control.createRole(role)).arn;
});
afterEach(() => world.close());

const addKeys = (name: string) =>
  addCredential(world.admin, { name, region: REGION, ...keysOf(world.key) });
const asRole = (sourceCredentialId: string): CredentialKeys => {
  return { kind: "assume_role", roleArn, sourceCredentialId };
};

/** Something happens once AWS has let the keys in, and before they are saved. */
function before(act: () => Promise<unknown>): Context {
  const { aws } = world.runtime;
  const slow = Object.create(aws, {
    ec2With: {
      value: async (...given: Parameters<typeof aws.ec2With>) => {
        const ec2 = await aws.ec2With(...given);
        await act();
        return ec2;
      },
    },
  });
  return { ...world.admin, runtime: { ...world.runtime, aws: slow } };
}

it("a role is not saved with a source that was deleted while AWS was asked", async () => {
  const deleting = before(() => deleteCredential(world.admin, { credentialId: hub.id }));
  const role = { name: "Role", region: REGION, ...asRole(hub.id) };
  await expect(addCredential(deleting, role)).rejects.toMatchObject({ code: "not_found" });
  expect((await listCredentials(world.admin)).items).toEqual([]);
});

it("a credential is not given a source that was deleted while AWS was asked", async () => {
  const { id: credentialId } = await addKeys("Other");
  const deleting = before(() => deleteCredential(world.admin, { credentialId: hub.id }));
  const change = { credentialId, keys: asRole(hub.id) };
  await expect(updateCredential(deleting, change)).rejects.toMatchObject({ code: "not_found" });
  expect((await listCredentials(world.admin)).items).toMatchObject([{ kind: "access_key" }]);
});

it("two that are given each other as source at once make no circle", async () => {
  const other = await addKeys("Other");
  const change = (credentialId: string, sourceId: string, ctx = world.admin) =>
    updateCredential(ctx, { credentialId, keys: asRole(sourceId) });
  const meanwhile = before(() => change(hub.id, other.id));
  await expect(change(other.id, hub.id, meanwhile)).rejects.toMatchObject({
    message: "This credential would be assumed with itself.",
  });
});
