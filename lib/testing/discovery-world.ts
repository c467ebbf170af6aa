import { REGIONS } from "#simulator/core/regions";
import { addCredential } from "../credentials/add-credential";
import type { CredentialDto } from "../credentials/dto";
import { discoverPlace } from "../discovery/discover-place";
import { discoverPlaceJob } from "../discovery/jobs";
import { requestDiscovery } from "../discovery/request-discovery";
import type { RequestDiscoveryInput } from "../discovery/schemas";
import { toHandler } from "../queue/queue";
import { createAccountWorld, keysOf, type AccountWorld } from "./account-world";
import { firstKey } from "./aws-world";
import type { RanJob } from "./test-queue";

export const HOME = "eu-west-1";
export const AWAY = "us-east-1";

export interface DiscoveryWorld extends AccountWorld {
  credential: CredentialDto;
  /** Starts an instance in the simulated AWS; answers with its id. */
  launch(as?: {
    name?: string;
    region?: string;
    accountId?: string;
    tags?: Record<string, string>;
    state?: "running" | "stopped" | "terminated";
  }): Promise<string>;
  /** Another account with a credential of its own. */
  addAccount(name: string): Promise<CredentialDto>;
  /** Runs the looks that wait. */
  work(): Promise<RanJob[]>;
  /** Asks for a run, and runs it; answers with its id. */
  discover(input?: RequestDiscoveryInput): Promise<string>;
}

/** An account with two enabled regions and a credential, and what looks at it. */
export async function createDiscoveryWorld(): Promise<DiscoveryWorld> {
  const world = await createAccountWorld();
  const { runtime, sim } = world;
  const off = [...REGIONS.keys()].filter((region) => region !== HOME && region !== AWAY);
  const regions = Object.fromEntries(off.map((region) => [region, "not-opted-in" as const]));
  const onlyTwo = (accountId: string) => sim.control.updateAccount({ accountId, regions });
  await onlyTwo(world.account.accountId);
  const add = (name: string, key: Parameters<typeof keysOf>[0]) =>
    addCredential(world.admin, { name, region: HOME, ...keysOf(key) });
  const handler = toHandler({
    definition: discoverPlaceJob,
    run: (payload, job) => discoverPlace(runtime, payload, job),
  });
  const work = () => runtime.drain([handler]);
  return {
    ...world,
    credential: await add("Production", world.key),
    work,
    async launch({ name = "web", region = HOME, accountId, tags = {}, state } = {}) {
      const made = await sim.control.createInstance({
        accountId: accountId ?? world.account.accountId,
        region,
        tags: { Name: name, ...tags },
        ...(state ? { state } : {}),
      });
      return made.instanceId;
    },
    async addAccount(name) {
      const account = await sim.control.createAccount({ name });
      await onlyTwo(account.accountId);
      return add(name, firstKey(account));
    },
    async discover(input = {}) {
      const { runId } = await requestDiscovery(world.operator, input);
      await work();
      return runId;
    },
  };
}
