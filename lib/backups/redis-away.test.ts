import { Redis } from "ioredis";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createBucketCalls } from "../aws/budget/bucket-calls";
import { createRedisBudget } from "../aws/budget/redis-budget";
import { createAws } from "../aws/create-aws";
import { addCredential } from "../credentials/add-credential";
import { createCredentialStore } from "../credentials/credential-store.repo";
import { createAccountWorld, keysOf, type AccountWorld } from "../testing/account-world";
import { addInstance } from "../instances/add-instance";
import { runBackup } from "./run-backup";
import { findRun } from "./run.repo";
import { startBackup } from "./start-backup";
import type { Runtime } from "../runtime";

const REGION = "eu-central-1";

let world: AccountWorld;
let away: Runtime;
let redis: Redis;

beforeEach(async () => {
  world = await createAccountWorld();
  const { runtime } = world;
  // A connection as it is while Redis does not answer: every command is refused.
  redis = new Redis({ lazyConnect: true, enableOfflineQueue: false, maxRetriesPerRequest: 0 });
  redis.disconnect();
  const store = createBucketCalls({ db: runtime.db, log: runtime.log });
  const budget = createRedisBudget({ redis, prefix: "away", sharePercent: 50, store });
  const credentials = createCredentialStore(runtime.db);
  away = { ...runtime, aws: createAws({ ...runtime, budget, credentials }) };
});

afterEach(async () => {
  await away.aws.close();
  redis.disconnect();
  await world.close();
});

/** A backup of an instance that is reached by a role. */
async function requestBackup(): Promise<string> {
  const { sim, account, admin } = world;
  const role = await sim.control.createRole({
    accountId: account.accountId,
    name: "AmiVault",
    trusts: [account.accountId],
  });
  const credential = await addCredential(admin, {
    ...keysOf(world.key),
    name: "role",
    region: REGION,
    kind: "assume_role",
    roleArn: role.arn,
  });
  const place = { accountId: account.accountId, region: REGION };
  const { instanceId } = await sim.control.createInstance({ ...place, name: "web" });
  const instance = await addInstance(world.operator, {
    credentialId: credential.id,
    region: REGION,
    instanceId,
  });
  return (await startBackup(world.operator, { instanceId: instance.id })).id;
}

async function statusOf(id: string): Promise<string | undefined> {
  return (await findRun(world.runtime.db.read, id))?.backup.status;
}

describe("while Redis is away", () => {
  it("a backup that needs a session of its role waits: AWS has refused nothing", async () => {
    const id = await requestBackup();
    await runBackup(away, { backupId: id }).catch(() => undefined);
    expect(await statusOf(id)).toBe("queued");
    world.runtime.clock.advance(60_000);
    await runBackup(world.runtime, { backupId: id });
    expect(await statusOf(id)).toBe("pending");
  });
});
