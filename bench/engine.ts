import { runEngine, type EngineResult } from "./engine/run-engine";
import { countOption } from "./options";
import { round, type Figures } from "./report";

const SMALL = 1_000;
const LARGE = 10_000;

/**
 * 1,000 and 10,000 backups due in one moment, embedded and on Redis (a web process and two workers),
 * over accounts and regions whose buckets are full, so that no limit is met. `--backups N` is the
 * large number.
 * Keys: `perSecondEmbedded` and `perSecondRedis` (due → last effect, the large number),
 * `bareCallsPerSecond` (the SDK alone, as many at once, on the same simulator in the same run),
 * `overheadRatio` (bare ÷ embedded), `costRatio` (time per backup at the large number ÷ at the
 * small one), `p99QueuedLatenessMs` (due → queued) and `p99CallLatenessMs` (due → call arrived) of
 * the worse of the small runs, `rssMiB` (all product processes together, the highest of all runs),
 * `cpuMsPerBackup` (product processes, embedded).
 */
export async function benchEngine(args: readonly string[]): Promise<Figures> {
  const large = countOption(args, "backups", LARGE);
  const small = await runEngine({ mode: "embedded", backups: SMALL });
  const smallOnRedis = await runEngine({ mode: "redis", backups: SMALL });
  const embedded = await runEngine({ mode: "embedded", backups: large, bare: true });
  const redis = await runEngine({ mode: "redis", backups: large });
  const worse = (key: keyof EngineResult): number => Math.max(small[key], smallOnRedis[key]);
  const all = [small, smallOnRedis, embedded, redis];
  return {
    perSecondEmbedded: round(embedded.perSecond),
    perSecondRedis: round(redis.perSecond),
    bareCallsPerSecond: round(embedded.bareCallsPerSecond),
    overheadRatio: round(embedded.bareCallsPerSecond / embedded.perSecond, 2),
    costRatio: round(small.perSecond / embedded.perSecond, 2),
    p99QueuedLatenessMs: worse("p99QueuedLatenessMs"),
    p99CallLatenessMs: worse("p99CallLatenessMs"),
    rssMiB: round(Math.max(...all.map(({ rssMiB }) => rssMiB))),
    cpuMsPerBackup: round(embedded.cpuMsPerBackup, 2),
  };
}
