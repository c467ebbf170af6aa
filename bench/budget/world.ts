import { startRedis, type TestRedis } from "#lib/testing/redis-server";
import { say } from "../report";
import { addAccount, addInstances, type BenchInstance } from "../world/fleet";
import { createInstallation, type Installation } from "../world/installation";
import { startBenchSimulator, type BenchSimulator } from "../world/simulator";

export type BudgetMode = "redis" | "embedded";

/** The account with the backlog, and the three whose backups it must not delay. */
export interface BudgetWorld {
  mode: BudgetMode;
  simulator: BenchSimulator;
  installation: Installation;
  backlog: BenchInstance[];
  others: BenchInstance[];
  /** The product's processes. */
  startProduct(): Promise<void>;
  close(): Promise<void>;
}

export const BACKLOG = 480;
export const OTHERS = [40, 40, 40] as const;
const REGION = "eu-central-1";

/** Four accounts, AWS's own buckets, and all of them ours. */
export async function createBudgetWorld(mode: BudgetMode, count: number): Promise<BudgetWorld> {
  const simulator = await startBenchSimulator({ buckets: true });
  const redis: TestRedis | null = mode === "redis" ? await startRedis() : null;
  const installation = await createInstallation({
    endpointUrl: simulator.url,
    sharePercent: 100,
    ...(redis ? { redisUrl: redis.url } : {}),
  });
  const populate = async (count: number): Promise<BenchInstance[]> => {
    const account = await addAccount(simulator, installation, REGION);
    return addInstances(simulator, installation, { account, place: { region: REGION, count } });
  };
  say("Accounts and instances …");
  const backlog = await populate(count);
  const others: BenchInstance[] = [];
  for (const few of OTHERS) others.push(...(await populate(few)));
  return {
    mode,
    simulator,
    installation,
    backlog,
    others,
    async startProduct() {
      if (mode === "embedded") {
        await installation.start("embedded");
        return;
      }
      await installation.start("web");
      await installation.start("worker");
      await installation.start("worker");
    },
    async close() {
      await installation.remove();
      await redis?.stop();
      await simulator.process.stop();
    },
  };
}
