import { afterEach, beforeEach, expect, it } from "vitest";
import { createAwsWorld, firstKey, WORLD_REGION, type AwsWorld } from "../testing/aws-world";
import type { AwsTarget } from "./aws";
import type { StoredCredential } from "./credential-store";

const MINUTE = 60_000;

let world: AwsWorld;
let away: { accountId: string };

beforeEach(() => prepare());
afterEach(() => world.close());

async function prepare(options: Parameters<typeof createAwsWorld>[0] = {}): Promise<void> {
  world = await createAwsWorld(options);
  away = await world.sim.control.createAccount({ name: "away" });
  save({ id: "crd_keys", kind: "access_key", accountId: world.account.accountId });
  await addRole("crd_role", { accountId: away.accountId, sourceCredentialId: "crd_keys" });
}

function save(
  row: Pick<StoredCredential, "id" | "kind" | "accountId"> & Partial<StoredCredential>,
) {
  world.saved.set(row.id, {
    partition: "aws",
    defaultRegion: WORLD_REGION,
    secret: world.seal(row.id, firstKey(world.account)),
    sourceCredentialId: null,
    roleArn: null,
    externalId: null,
    ...row,
  });
}

async function addRole(id: string, of: { accountId: string; sourceCredentialId: string }) {
  const trusts = [world.account.accountId];
  const { arn } = await world.sim.control.createRole({ accountId: of.accountId, name: id, trusts });
  save({ id, kind: "assume_role", secret: null, roleArn: arn, ...of });
}

const ec2 = (over: Partial<AwsTarget> = {}) =>
  world.aws.ec2({ credentialId: "crd_role", region: WORLD_REGION, purpose: "read", ...over });
const read = async (over: Partial<AwsTarget> = {}) => (await ec2(over)).listInstances(5);
const assumed = async () => (await world.sim.control.calls({ action: "AssumeRole" })).items.length;

/** What "Revoke active sessions" in AWS's console does: whatever was issued before may do nothing. */
async function revokeSessions(): Promise<void> {
  const keys = [...world.sim.simulator.world.keys.values()].filter(({ session }) => session?.role);
  for (const { accessKeyId } of keys) await world.sim.control.deny({ accessKeyId, action: "*" });
}

/** A role that was deleted takes its sessions along; one of its name knows none of them. */
async function endSessions(): Promise<void> {
  const keys = [...world.sim.simulator.world.keys.values()].filter(({ session }) => session?.role);
  for (const { accessKeyId } of keys) await world.sim.control.deleteKey({ accessKeyId });
}

it.each([
  ["were revoked", revokeSessions],
  ["ended with a role that was made anew", endSessions],
])("sessions that %s are replaced, without the caller's noticing", async (_, end) => {
  await read();
  await world.aws.identifySaved("crd_role");
  world.clock.advance(2 * MINUTE);
  await end();
  expect(await read()).toEqual([]);
  expect(await assumed()).toBe(2);
  await world.aws.identifySaved("crd_role");
  expect(await assumed()).toBe(2);
});

it("AWS's word on who it is and what it may do is not that of a session that was revoked", async () => {
  const identity = await world.aws.identifySaved("crd_role");
  world.clock.advance(2 * MINUTE);
  await endSessions();
  expect(await world.aws.identifySaved("crd_role")).toEqual(identity);
  world.clock.advance(2 * MINUTE);
  await revokeSessions();
  await (await ec2()).dryRun({ action: "DescribeInstances" });
});

it("a backup that a revoked session may not make is made with the next one, once", async () => {
  const { instanceId } = await world.sim.control.createInstance({
    accountId: away.accountId,
    region: WORLD_REGION,
  });
  const creating = await ec2({ purpose: "create" });
  world.clock.advance(2 * MINUTE);
  await revokeSessions();
  const sent: number[] = [];
  const tags = { "amivault:owner": "amivault-test" };
  const input = { instanceId, name: "name-1", description: "", noReboot: true, tags };
  await creating.createImage(input, { beforeSend: (signedAt) => void sent.push(signedAt) });
  expect(sent).toHaveLength(2);
  const { items } = await world.sim.control.calls({ action: "CreateImage" });
  expect(items.map(({ outcome }) => outcome)).toEqual(["UnauthorizedOperation", "ok"]);
});

it("a backup whose next session takes too long to come is not sent, and known not to be", async () => {
  await world.close();
  await prepare({ requestTimeoutMs: 500 });
  const { accountId } = away;
  const { instanceId } = await world.sim.control.createInstance({
    accountId,
    region: WORLD_REGION,
  });
  const creating = await ec2({ purpose: "create" });
  world.clock.advance(2 * MINUTE);
  await revokeSessions();
  const scope = { action: "AssumeRole" };
  await world.sim.control.addFault({ scope, effect: { kind: "hang", ms: 5_000 }, times: 1 });
  const input = { instanceId, name: "name-1", description: "", noReboot: true, tags: {} };
  const creation = creating.createImage(input, { beforeSend: () => undefined });
  await expect(creation).rejects.toMatchObject({ outcome: "not_sent" });
  const { items } = await world.sim.control.calls({ action: "CreateImage" });
  expect(items.map(({ outcome }) => outcome)).toEqual(["UnauthorizedOperation"]);
});

it("where a role stands between, the one whose session was revoked is assumed again", async () => {
  const { accountId } = world.account;
  await addRole("crd_hub", { accountId, sourceCredentialId: "crd_keys" });
  const role = world.saved.get("crd_role");
  if (role) world.saved.set("crd_role", { ...role, sourceCredentialId: "crd_hub" });
  await read();
  world.clock.advance(2 * MINUTE);
  await endSessions();
  expect(await read({ purpose: "tag" })).toEqual([]);
});

it("what a role may not do is refused, and asks for another session once a minute at most", async () => {
  await read();
  await world.sim.control.deny({ accountId: away.accountId, action: "ec2:DescribeInstances" });
  const refused = { outcome: "refused", awsCode: "UnauthorizedOperation" };
  for (let times = 0; times < 3; times++) await expect(read()).rejects.toMatchObject(refused);
  expect(await assumed()).toBe(1);
  world.clock.advance(MINUTE);
  for (let times = 0; times < 3; times++) await expect(read()).rejects.toMatchObject(refused);
  expect(await assumed()).toBe(2);
});

it("keys that were given or saved are not asked with twice", async () => {
  world.clock.advance(MINUTE);
  await world.sim.control.deny({ action: "ec2:DescribeInstances" });
  await expect(read({ credentialId: "crd_keys" })).rejects.toMatchObject({ outcome: "refused" });
  expect((await world.sim.control.calls({ action: "DescribeInstances" })).items).toHaveLength(1);
});
