import { startSimulator, type RunningSimulator } from "#simulator/server";
import type { AccountView, KeyView } from "#simulator/control/views";
import { createMemoryBudget } from "../aws/budget/memory-budget";
import type { ApiBudget, BucketKey } from "../aws/budget/budget";
import type { Aws, GivenCredential } from "../aws/aws";
import { createAws } from "../aws/create-aws";
import type { StoredCredential } from "../aws/credential-store";
import type { LoadOwnKeys } from "../aws/own-keys";
import { createVault } from "../crypto";
import { createLogger } from "../logger";
import { createTestClock, type TestClock } from "./test-clock";

export interface AwsWorldOptions {
  /** In place of the simulator's own. */
  endpoint?: string;
  requestTimeoutMs?: number;
  loadOwnKeys?: LoadOwnKeys;
  budget?: (real: ApiBudget) => ApiBudget;
}

/** The AWS adapter before a simulated account, without database or verbs. */
export interface AwsWorld {
  sim: RunningSimulator;
  aws: Aws;
  clock: TestClock;
  account: AccountView;
  key: KeyView;
  given: GivenCredential;
  /** Buckets that AWS was heard to have emptied. */
  throttled: BucketKey[];
  /** Saved credentials; add rows with sealed secrets. */
  saved: Map<string, StoredCredential>;
  seal(id: string, keys: { accessKeyId: string; secretAccessKey: string }): string;
  close(): Promise<void>;
}

export const WORLD_REGION = "eu-west-1";

export async function createAwsWorld(options: AwsWorldOptions = {}): Promise<AwsWorld> {
  const sim = await startSimulator({ world: "empty" });
  await sim.control.configure({ pace: { baseMs: 0, perGibMs: 0, jitter: 0 } });
  const account = await sim.control.createAccount({ name: "production" });
  const key = firstKey(account);
  const clock = createTestClock();
  const vault = createVault({ currentKeyId: "t", keys: new Map([["t", Buffer.alloc(32, 7)]]) });
  const saved = new Map<string, StoredCredential>();
  const throttled: BucketKey[] = [];
  const budget = listening(createMemoryBudget({ clock, sharePercent: 100 }), throttled);
  const aws = createAws({
    config: { awsEndpointUrl: options.endpoint ?? sim.url, installationId: "amivault-test" },
    clock,
    log: createLogger({ component: "test", level: "silent" }),
    vault,
    budget: options.budget?.(budget) ?? budget,
    credentials: { find: async (id) => saved.get(id) ?? null },
    ...(options.requestTimeoutMs ? { requestTimeoutMs: options.requestTimeoutMs } : {}),
    ...(options.loadOwnKeys ? { loadOwnKeys: options.loadOwnKeys } : {}),
  });
  return {
    sim,
    aws,
    clock,
    account,
    key,
    given: toGiven(key),
    throttled,
    saved,
    seal: (id, { accessKeyId, secretAccessKey }) =>
      vault.seal(JSON.stringify({ accessKeyId, secretAccessKey }), {
        table: "credentials",
        column: "secret",
        rowId: id,
      }),
    async close() {
      await aws.close();
      await sim.close();
    },
  };
}

/** For tests of what is sent, not of how fast: the clock stands still, and no bucket would fill. */
export function unlimited(real: ApiBudget): ApiBudget {
  return {
    tryTake: async () => ({ waitMs: 0 }),
    admits: (key, withinMs) => real.admits(key, withinMs),
    throttled: (key) => real.throttled(key),
    close: () => real.close(),
  };
}

/** Saves keys, and answers the credential's id. */
export function saveKeys(world: AwsWorld, keys: Pick<KeyView, "accessKeyId" | "secretAccessKey">) {
  const id = "crd_keys";
  world.saved.set(id, {
    id,
    kind: "access_key",
    accountId: world.account.accountId,
    partition: "aws",
    defaultRegion: WORLD_REGION,
    secret: world.seal(id, keys),
    sourceCredentialId: null,
    roleArn: null,
    externalId: null,
  });
  return id;
}

export function firstKey(account: AccountView): KeyView {
  const [key] = account.keys;
  if (!key) throw new Error("An account of the simulator has a key.");
  return key;
}

function toGiven({ accessKeyId, secretAccessKey }: KeyView): GivenCredential {
  return { kind: "access_key", accessKeyId, secretAccessKey };
}

function listening(budget: ApiBudget, throttled: BucketKey[]): ApiBudget {
  return {
    ...budget,
    tryTake: (key) => budget.tryTake(key),
    admits: (key, withinMs) => budget.admits(key, withinMs),
    async throttled(key) {
      throttled.push(key);
      await budget.throttled(key);
    },
    close: () => budget.close(),
  };
}
