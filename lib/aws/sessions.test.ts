import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createAwsWorld, firstKey, WORLD_REGION, type AwsWorld } from "../testing/aws-world";
import type { AwsTarget } from "./aws";
import type { StoredCredential } from "./credential-store";

const MINUTE = 60_000;
/** Those that an account has without asking for more. */
const REGIONS = [
  "eu-west-1 eu-west-2 eu-west-3 eu-central-1 eu-north-1 us-east-1 us-east-2 us-west-1 us-west-2",
  "ca-central-1 sa-east-1 ap-south-1 ap-northeast-1 ap-northeast-2 ap-northeast-3",
  "ap-southeast-1 ap-southeast-2",
].flatMap((line) => line.split(" "));

let world: AwsWorld;
let target: AwsTarget;

beforeEach(async () => {
  world = await createAwsWorld();
  const away = await world.sim.control.createAccount({ name: "away" });
  const role = await world.sim.control.createRole({
    accountId: away.accountId,
    name: "AmiVault",
    trusts: [world.account.accountId],
    externalId: "external-1",
  });
  save({ id: "crd_keys", kind: "access_key", accountId: world.account.accountId });
  save({
    id: "crd_role",
    kind: "assume_role",
    accountId: away.accountId,
    secret: null,
    sourceCredentialId: "crd_keys",
    roleArn: role.arn,
    externalId: "external-1",
  });
  target = { credentialId: "crd_role", region: WORLD_REGION, purpose: "read" };
});
afterEach(() => world.close());

function save(
  row: Pick<StoredCredential, "id" | "kind" | "accountId"> & Partial<StoredCredential>,
) {
  world.saved.set(row.id, {
    partition: "aws",
    defaultRegion: WORLD_REGION,
    secret: world.seal(row.id, world.key),
    sourceCredentialId: null,
    roleArn: null,
    externalId: null,
    ...row,
  });
}

function change(id: string, patch: Partial<StoredCredential>): void {
  const row = world.saved.get(id);
  if (!row) throw new Error(`${id} is saved.`);
  world.saved.set(id, { ...row, ...patch });
}

async function assumed(): Promise<number> {
  return (await world.sim.control.calls({ action: "AssumeRole" })).items.length;
}

const read = async (over: Partial<AwsTarget> = {}) =>
  (await world.aws.ec2({ ...target, ...over })).listInstances(5);

describe("the session of an assumed role", () => {
  it("acts in the role's account", async () => {
    const identity = await world.aws.identifySaved("crd_role");
    expect(identity.accountId).toBe(world.saved.get("crd_role")?.accountId);
    expect(identity.arn).toContain(":assumed-role/AmiVault/amivault-test-read");
  });

  it("is made once, however many ask at the same time", async () => {
    await Promise.all(Array.from({ length: 20 }, () => read()));
    expect(await assumed()).toBe(1);
  });

  it("is one for each purpose, however many regions it is for", async () => {
    await Promise.all(REGIONS.map((region) => read({ region })));
    await Promise.all(REGIONS.map((region) => read({ region })));
    expect(await assumed()).toBe(1);
    await Promise.all(REGIONS.map((region) => read({ region, purpose: "create" })));
    const { items } = await world.sim.control.calls({ action: "AssumeRole" });
    expect(items.map(({ region }) => region)).toEqual([WORLD_REGION, WORLD_REGION]);
  });

  it("is replaced once, however many regions learn at the same time that it ended", async () => {
    await Promise.all(REGIONS.map((region) => read({ region })));
    await world.sim.control.expireSessions({});
    await Promise.all(REGIONS.map((region) => read({ region })));
    expect(await assumed()).toBe(2);
  });

  it("is used until five minutes before its end, and renewed then", async () => {
    await read();
    world.clock.advance(54 * MINUTE);
    await read();
    expect(await assumed()).toBe(1);
    world.clock.advance(2 * MINUTE);
    await read();
    expect(await assumed()).toBe(2);
  });

  it("is replaced when AWS no longer takes it, without the caller's noticing", async () => {
    await read();
    await world.sim.control.expireSessions({});
    expect(await read()).toEqual([]);
    expect(await assumed()).toBe(2);
  });

  it("is not used any more for a credential that another process has changed", async () => {
    await read();
    change("crd_role", { externalId: "external-2" });
    await expect(read()).rejects.toMatchObject({ awsCode: "AccessDenied" });
  });

  it("is asked for again after a failure", async () => {
    change("crd_role", { externalId: "wrong" });
    await expect(read()).rejects.toMatchObject({ outcome: "refused" });
    change("crd_role", { externalId: "external-1" });
    expect(await read()).toEqual([]);
  });

  it("without a session, the call that needed it was certainly not sent", async () => {
    await world.sim.control.addFault({ scope: { action: "AssumeRole" }, effect: { kind: "html" } });
    await expect(read()).rejects.toMatchObject({
      action: "AssumeRole",
      outcome: "not_sent",
      awsCode: "UnreadableAnswer",
    });
  });
});

describe("a role that may not be assumed", () => {
  it("tells what its trust policy must say, the external id included", async () => {
    change("crd_role", { externalId: "wrong" });
    const error = await read().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ outcome: "refused", awsCode: "AccessDenied" });
    const { message, suggestion } = error as { message: string; suggestion: string };
    expect(message).toContain(world.saved.get("crd_role")?.roleArn);
    expect(suggestion).toContain('"sts:ExternalId":"wrong"');
    expect(suggestion).toContain('"Action":"sts:AssumeRole"');
  });

  it("that only assumes the next role may assume that one and do nothing else", async () => {
    const hub = await world.sim.control.createRole({
      accountId: world.account.accountId,
      name: "Hub",
      trusts: [world.account.accountId],
    });
    const { accountId } = world.account;
    const asHub = { kind: "assume_role", secret: null, sourceCredentialId: "crd_keys" } as const;
    save({ id: "crd_hub", accountId, ...asHub, roleArn: hub.arn });
    const roleArn = world.saved.get("crd_role")?.roleArn;
    change("crd_role", { sourceCredentialId: "crd_hub" });
    const far = await world.sim.control.createAccount({ name: "far" });
    const other = await world.sim.control.createRole({
      accountId: far.accountId,
      name: "AmiVault",
      trusts: [accountId],
    });
    save({
      ...asHub,
      id: "crd_other",
      accountId: far.accountId,
      roleArn: other.arn,
      sourceCredentialId: "crd_hub",
    });
    await read();
    await read({ purpose: "create" });
    await read({ credentialId: "crd_other" });
    const policies = [...world.sim.simulator.world.keys.values()]
      .filter(({ session }) => session?.role?.sessionName.endsWith("-chain"))
      .map(({ session }) => JSON.parse(session?.policy ?? "null")?.Statement);
    // AWS asks for the last two where the hub's own session carries tags or a source identity.
    const Action = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"];
    const only = (Resource: unknown) => [{ Effect: "Allow", Action, Resource }];
    expect(policies).toEqual([only(roleArn), only(other.arn)]);
  });

  it("a circle of credentials ends with advice, not with the stack", async () => {
    change("crd_role", { sourceCredentialId: "crd_role" });
    await expect(read()).rejects.toMatchObject({
      outcome: "not_sent",
      awsCode: "CredentialChain",
    });
  });
});

describe("saved credentials", () => {
  it("one that does not exist sends nothing", async () => {
    await expect(read({ credentialId: "crd_none" })).rejects.toMatchObject({
      outcome: "not_sent",
      awsCode: "CredentialMissing",
    });
    expect((await world.sim.control.calls({})).items).toEqual([]);
  });

  it("a secret moved to another row does not open", async () => {
    change("crd_keys", { secret: world.seal("crd_other", firstKey(world.account)) });
    const error = await read({ credentialId: "crd_keys" }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "internal" });
  });

  it("keys that were rotated are used at once", async () => {
    const key = await world.sim.control.createKey({ accountId: world.account.accountId });
    await read({ credentialId: "crd_keys" });
    change("crd_keys", { secret: world.seal("crd_keys", key) });
    await read({ credentialId: "crd_keys" });
    const { items } = await world.sim.control.calls({ action: "DescribeInstances" });
    expect(items.map(({ accessKeyId }) => accessKeyId)).toEqual([
      world.key.accessKeyId,
      key.accessKeyId,
    ]);
  });
});
