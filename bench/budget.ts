import {
  countThrottled,
  lastEffect,
  leastSeconds,
  makeBackups,
  makespan,
} from "./budget/make-backups";
import { BACKLOG, createBudgetWorld, OTHERS } from "./budget/world";
import { round, say, type Figures } from "./report";

const LEAD_MS = 12_000;
/** AWS's buckets fill again, and ours. */
const REFILL_MS = 30_000;

/**
 * 600 backups due in one moment over four account-regions, 480 and three times 40, before AWS's
 * buckets, all of which may be used; two workers and a web process on Redis (`--embedded`: one).
 * Keys: `makespanSeconds` (first effect → last), `minimumSeconds` (what the buckets allow),
 * `ratio`, `throttled` (answers), `callsPerBackup` (every call until all are available),
 * `otherAccountDelaySeconds` (due → last effect of the small accounts, against the same alone).
 */
export async function benchBudget(args: readonly string[]): Promise<Figures> {
  const world = await createBudgetWorld(args.includes("--embedded") ? "embedded" : "redis");
  try {
    await world.startProduct();
    const alone = await makeBackups(world, { instances: world.others, afterMs: LEAD_MS });
    say(`  alone: ${round(lastEffect(alone, world.others), 2)} s until the last`);
    const all = [...world.backlog, ...world.others];
    const together = await makeBackups(world, { instances: all, afterMs: REFILL_MS });
    const minimum = leastSeconds([BACKLOG, ...OTHERS]);
    const seconds = makespan(together.created);
    const delay = lastEffect(together, world.others) - lastEffect(alone, world.others);
    return {
      makespanSeconds: round(seconds, 2),
      minimumSeconds: round(minimum, 2),
      ratio: round(seconds / minimum, 3),
      throttled: countThrottled(alone.calls) + countThrottled(together.calls),
      callsPerBackup: round(together.calls.length / all.length, 3),
      otherAccountDelaySeconds: round(Math.max(0, delay), 2),
    };
  } finally {
    await world.close();
  }
}
