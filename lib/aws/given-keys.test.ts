import { queryObjects } from "node:v8";
import { EC2Client } from "@aws-sdk/client-ec2";
import { afterEach, beforeEach, expect, it } from "vitest";
import { MINUTE } from "../clock";
import { createAwsWorld, saveKeys, WORLD_REGION, type AwsWorld } from "../testing/aws-world";
import type { BucketKey } from "./budget/budget";

let world: AwsWorld;
let taken: BucketKey[];

beforeEach(async () => {
  taken = [];
  world = await createAwsWorld({
    budget: (real) => ({
      ...real,
      async tryTake(key) {
        taken.push(key);
        return real.tryTake(key);
      },
    }),
  });
});
afterEach(() => world.close());

/** Those that hold keys in this process's memory, after what nobody holds was collected. */
const clientsHeld = () => Number(queryObjects(EC2Client));

async function readOnce(): Promise<void> {
  const { accountId } = await world.aws.identify(world.given, WORLD_REGION);
  const ec2 = await world.aws.ec2With(world.given, { region: WORLD_REGION, accountId });
  await ec2.listInstances(5);
}

it("what was given is counted where its account is, and before that nowhere", async () => {
  await readOnce();
  const { accountId } = world.account;
  expect(taken).toEqual([{ accountId, region: WORLD_REGION, action: "DescribeInstances" }]);
});

it("no client is left of what was given", async () => {
  const before = clientsHeld();
  await readOnce();
  await readOnce();
  expect(clientsHeld()).toBe(before);
});

it("no client is left of a credential that was forgotten", async () => {
  const before = clientsHeld();
  const target = { credentialId: saveKeys(world, world.key), region: WORLD_REGION } as const;
  await (await world.aws.ec2({ ...target, purpose: "read" })).listInstances(5);
  expect(clientsHeld()).toBe(before + 1);
  world.aws.forget(target.credentialId);
  expect(clientsHeld()).toBe(before);
});

it("none is left of keys that another process has changed or deleted, soon after", async () => {
  const before = clientsHeld();
  const target = { region: WORLD_REGION, purpose: "read" } as const;
  const credentialId = saveKeys(world, world.key);
  const read = async (id: string) =>
    (await world.aws.ec2({ ...target, credentialId: id })).listInstances(1);
  await read(credentialId);
  const row = world.saved.get(credentialId);
  if (!row) throw new Error("It is saved.");
  world.saved.delete(credentialId);
  await expect(read(credentialId)).rejects.toMatchObject({ awsCode: "CredentialMissing" });
  const other = { ...row, id: "crd_other", secret: world.seal("crd_other", world.key) };
  world.saved.set(other.id, other);
  world.clock.advance(11 * MINUTE);
  await read(other.id);
  expect(clientsHeld()).toBe(before + 1);
});
