import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createAwsWorld, WORLD_REGION, type AwsWorld } from "../testing/aws-world";
import { createTestClock } from "../testing/test-clock";
import type { StoredCredential } from "./credential-store";
import { createOwnKeys, loadFromChain, refuseElsewhere, type LoadOwnKeys } from "./own-keys";

const MINUTE = 60_000;
const keys = (name: string) => ({ accessKeyId: name, secretAccessKey: `${name}-secret` });

describe("the process's own keys", () => {
  it("are asked for once, however many ask, and again five minutes before their end", async () => {
    const clock = createTestClock();
    let asked = 0;
    const load: LoadOwnKeys = async () => {
      asked += 1;
      return { keys: keys(`own-${asked}`), endsAt: clock.now() + 60 * MINUTE };
    };
    const own = createOwnKeys({ clock, load });
    await Promise.all(Array.from({ length: 20 }, () => own.get()));
    clock.advance(54 * MINUTE);
    expect((await own.get()).accessKeyId).toBe("own-1");
    clock.advance(2 * MINUTE);
    expect((await own.get()).accessKeyId).toBe("own-2");
    expect(asked).toBe(2);
  });

  it("that do not come in time are an ordinary error, and are asked for again", async () => {
    const answers: Array<ReturnType<LoadOwnKeys>> = [new Promise<never>(() => undefined)];
    const found = Promise.resolve({ keys: keys("own"), endsAt: null });
    const load = () => answers.shift() ?? found;
    const own = createOwnKeys({ clock: createTestClock(), load, timeoutMs: 5 });
    await expect(own.get()).rejects.toMatchObject({
      outcome: "not_sent",
      awsCode: "OwnKeysTimedOut",
    });
    expect((await own.get()).accessKeyId).toBe("own");
  });

  it("where there are none, it is said without quoting what the chain has read", async () => {
    const load = async () => Promise.reject(new Error("secret in ~/.aws/config"));
    const own = createOwnKeys({ clock: createTestClock(), load });
    const error = await own.get().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ awsCode: "NoOwnKeys", cause: undefined });
    expect(JSON.stringify(error)).not.toContain("secret");
  });

  it("come from the environment, as AWS's chain reads it", async () => {
    const before = { ...process.env };
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: "env", AWS_SECRET_ACCESS_KEY: "env-secret" });
    delete process.env["AWS_SESSION_TOKEN"];
    delete process.env["AWS_PROFILE"];
    try {
      expect(await loadFromChain()).toMatchObject({ keys: keys("env"), endsAt: null });
    } finally {
      process.env = before;
    }
  });
});

describe("a credential that is the process's own", () => {
  let world: AwsWorld;
  let given: { accessKeyId: string; secretAccessKey: string };
  let loads: number;

  beforeEach(async () => {
    loads = 0;
    world = await createAwsWorld({
      loadOwnKeys: async () => {
        loads += 1;
        return { keys: given, endsAt: null };
      },
    });
    given = world.key;
    save({ id: "crd_own", kind: "default_chain" });
  });
  afterEach(() => world.close());

  function save(row: Pick<StoredCredential, "id" | "kind"> & Partial<StoredCredential>) {
    world.saved.set(row.id, {
      accountId: world.account.accountId,
      partition: "aws",
      defaultRegion: WORLD_REGION,
      secret: null,
      sourceCredentialId: null,
      roleArn: null,
      externalId: null,
      ...row,
    });
  }

  const read = async (credentialId: string, region = WORLD_REGION) =>
    (await world.aws.ec2({ credentialId, region, purpose: "read" })).listInstances(5);
  const count = async (action: string) => (await world.sim.control.calls({ action })).items.length;

  it("is used directly, and asked once who it is", async () => {
    await Promise.all([read("crd_own"), read("crd_own", "us-east-1")]);
    await read("crd_own");
    expect(loads).toBe(1);
    expect(await count("GetCallerIdentity")).toBe(1);
  });

  it("assumes roles", async () => {
    const away = await world.sim.control.createAccount({ name: "away" });
    const { arn: roleArn } = await world.sim.control.createRole({
      accountId: away.accountId,
      name: "AmiVault",
      trusts: [world.account.accountId],
      externalId: "external-1",
    });
    save({
      id: "crd_role",
      kind: "assume_role",
      accountId: away.accountId,
      sourceCredentialId: "crd_own",
      roleArn,
      externalId: "external-1",
    });
    expect((await world.aws.identifySaved("crd_role")).accountId).toBe(away.accountId);
  });

  it("sends nothing with keys of another account: the machine was moved", async () => {
    const other = await world.sim.control.createAccount({ name: "other" });
    const [key] = other.keys;
    given = key ?? given;
    const error = await read("crd_own").catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ outcome: "refused", awsCode: "OtherAccount" });
    expect((error as Error).message).toContain(other.accountId);
    expect(await count("DescribeInstances")).toBe(0);
  });

  it("is given anew when AWS no longer takes what it was", async () => {
    await read("crd_own");
    await world.sim.control.addFault({
      scope: { action: "DescribeInstances" },
      effect: { kind: "error", code: "RequestExpired" },
      times: 1,
    });
    await read("crd_own");
    expect(loads).toBe(2);
  });

  it("of a real machine is never sent to an emulator", async () => {
    await expect(refuseElsewhere()).rejects.toMatchObject({ awsCode: "OwnKeysElsewhere" });
    const plain = await createAwsWorld();
    const given = { kind: "default_chain" } as const;
    await expect(plain.aws.identify(given, WORLD_REGION)).rejects.toMatchObject({
      awsCode: "OwnKeysElsewhere",
    });
    expect((await plain.sim.control.calls({})).items).toEqual([]);
    await plain.close();
  });
});
