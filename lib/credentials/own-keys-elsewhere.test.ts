import { afterEach, beforeEach, expect, it } from "vitest";
import type { AccountScope } from "#lib/context";
import type { ServiceError } from "#lib/errors";
import { createAccountWorld, keysOf, type AccountWorld } from "#lib/testing/account-world";
import { firstKey } from "#lib/testing/aws-world";
import { addCredential } from "./add-credential";
import { getCredentialRow } from "./get-credential-row";
import { updateCredential } from "./update-credential";

const REGION = "eu-west-1";

let world: AccountWorld;
beforeEach(async () => {
  world = await createAccountWorld();
});
afterEach(() => world.close());

it("whose the process's own keys are is told to who may see that account alone", async () => {
  const { aws, db } = world.runtime;
  const save = async (name: string, key: typeof world.key) => {
    const { id } = await addCredential(world.admin, { name, region: REGION, ...keysOf(key) });
    return getCredentialRow(db.read, world.admin, id);
  };
  const otherKey = firstKey(await world.sim.control.createAccount({ name: "other" }));
  const saved = await save("Production", world.key);
  const other = await save("Other", otherKey);
  // The process's own chain is never read before an emulator: these stand for its keys.
  const identify = aws.identify.bind(aws);
  const ec2With = aws.ec2With.bind(aws);
  aws.identify = (_, region) => identify(keysOf(otherKey), region);
  aws.ec2With = (_, place) => ec2With(keysOf(otherKey), place);
  const rotate = async (accounts: AccountScope): Promise<string> => {
    const change = { credentialId: saved.id, keys: { kind: "default_chain" as const } };
    const refused = updateCredential({ ...world.admin, accounts }, change);
    const error = await refused.then(
      () => null,
      (thrown: ServiceError) => thrown,
    );
    expect(error).toMatchObject({ reason: "OtherAccount" });
    return JSON.stringify([error?.message, error?.fields]);
  };
  expect(await rotate("all")).toContain(other.accountId);
  expect(await rotate([saved.accountRef, other.accountRef])).toContain(other.accountId);
  expect(await rotate([saved.accountRef])).not.toContain(other.accountId);
});
