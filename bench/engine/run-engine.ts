import { setTimeout as sleep } from "node:timers/promises";
import { and, isNotNull } from "drizzle-orm";
import { backups } from "#lib/db/schema/index";
import { startRedis } from "#lib/testing/redis-server";
import { percentile, say } from "../report";
import { readCalls, untilEffects } from "../world/effects";
import { addAccount, addInstances, followAtOnce, type BenchInstance } from "../world/fleet";
import { createInstallation, type Installation } from "../world/installation";
import { cpuSeconds, watchMemory } from "../world/measure";
import { startBenchSimulator, type BenchSimulator } from "../world/simulator";
import { bareCallsPerSecond } from "./bare-calls";

export interface EngineRun {
  mode: "embedded" | "redis";
  backups: number;
  /** Measures the SDK alone before, on the same simulator. */
  bare?: boolean;
}

export interface EngineResult {
  perSecond: number;
  bareCallsPerSecond: number;
  cpuMsPerBackup: number;
  p99QueuedLatenessMs: number;
  p99CallLatenessMs: number;
  rssMiB: number;
}

/** What the bucket of one account and region holds: more would wait for its refill. */
const PER_PLACE = 50;
const REGIONS =
  "eu-central-1 eu-west-1 eu-west-2 eu-north-1 us-east-1 us-east-2 us-west-2 ap-south-1 ap-northeast-1 sa-east-1".split(
    " ",
  );
/** As many as one process of the product sends at once. */
const AT_ONCE = 100;
const LEAD_MS = 12_000;
const QUIET_MS_MAX = 30_000;

/** Backups all due at the same minute, spread over places whose buckets are full. */
export async function runEngine(run: EngineRun): Promise<EngineResult> {
  say(`${run.backups} backups, ${run.mode} …`);
  const simulator = await startBenchSimulator({ buckets: false });
  const redis = run.mode === "redis" ? await startRedis() : null;
  const installation = await createInstallation({
    endpointUrl: simulator.url,
    ...(redis ? { redisUrl: redis.url } : {}),
  });
  try {
    await simulator.control.configure({ pace: { baseMs: 2_000, perGibMs: 0, jitter: 0.2 } });
    const instances = await createFleet(simulator, installation, run.backups);
    const bare = run.bare ? await measureBare(simulator, instances) : 0;
    return {
      ...(await measure(run, { simulator, installation, instances })),
      bareCallsPerSecond: bare,
    };
  } finally {
    await installation.remove();
    await redis?.stop();
    await simulator.process.stop();
  }
}

/** As many accounts as it takes for every bucket to be full and none to be emptied. */
async function createFleet(
  simulator: BenchSimulator,
  installation: Installation,
  count: number,
): Promise<BenchInstance[]> {
  const made: BenchInstance[] = [];
  while (made.length < count) {
    const account = await addAccount(simulator, installation);
    for (const region of REGIONS) {
      const place = { region, count: Math.min(PER_PLACE, count - made.length) };
      made.push(...(await addInstances(simulator, installation, { account, place })));
    }
  }
  return made;
}

async function measureBare(
  simulator: BenchSimulator,
  instances: readonly BenchInstance[],
): Promise<number> {
  const perSecond = await bareCallsPerSecond(simulator, { instances, atOnce: AT_ONCE });
  await simulator.control.finishImages();
  await simulator.control.clearCalls();
  say(`  the SDK alone: ${Math.round(perSecond)} a second`);
  return perSecond;
}

async function measure(
  run: EngineRun,
  world: { simulator: BenchSimulator; installation: Installation; instances: BenchInstance[] },
): Promise<Omit<EngineResult, "bareCallsPerSecond">> {
  const { simulator, installation, instances } = world;
  const instanceIds = instances.map(({ id }) => id);
  const dueAt = await followAtOnce(installation, { instanceIds, afterMs: LEAD_MS });
  await startProduct(run, installation);
  const highest = watchMemory(() => installation.pids());
  await sleep(Math.max(0, dueAt - Date.now()));
  const cpuFrom = sumCpu(installation);
  await untilEffects(simulator, {
    action: "CreateImage",
    count: run.backups,
    quietMsMax: QUIET_MS_MAX,
  });
  const cpu = sumCpu(installation) - cpuFrom;
  const calls = (await readCalls(simulator, "CreateImage")).filter(
    ({ outcome }) => outcome === "ok",
  );
  const lateness = calls.map(({ at }) => at - dueAt);
  const rssMiB = highest();
  return {
    perSecond: run.backups / (Math.max(...lateness) / 1_000),
    cpuMsPerBackup: (cpu * 1_000) / run.backups,
    p99CallLatenessMs: percentile(lateness, 0.99),
    p99QueuedLatenessMs: percentile(await readQueuedLateness(installation), 0.99),
    rssMiB,
  };
}

async function startProduct(run: EngineRun, installation: Installation): Promise<void> {
  if (run.mode === "embedded") {
    await installation.start("embedded", profiled());
    return;
  }
  await installation.start("web");
  await installation.start("worker", profiled());
  await installation.start("worker");
}

/** `AMIVAULT_BENCH_PROFILE=folder` writes a profile of the first process there. */
function profiled() {
  const folder = process.env.AMIVAULT_BENCH_PROFILE;
  return folder ? { nodeArgs: ["--cpu-prof", `--cpu-prof-dir=${folder}`] } : {};
}

function sumCpu(installation: Installation): number {
  return installation.pids().reduce((sum, pid) => sum + cpuSeconds(pid), 0);
}

/** From the due moment to the write that queued it. */
async function readQueuedLateness({ runtime }: Installation): Promise<number[]> {
  const rows = await runtime.db.read
    .select({ dueAt: backups.dueAt, queuedAt: backups.queuedAt })
    .from(backups)
    .where(and(isNotNull(backups.queuedAt)));
  return rows.map(({ dueAt, queuedAt }) => (queuedAt ?? 0) - dueAt);
}
