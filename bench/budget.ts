import {
  countThrottled,
  lastEffect,
  leastSeconds,
  makeBackups,
  makespan,
} from "./budget/make-backups";
import { deleteWithoutEvidence, deleteWithProof } from "./budget/delete-backups";
import { BACKLOG, createBudgetWorld, OTHERS } from "./budget/world";
import { countOption } from "./options";
import { round, say, type Figures } from "./report";

const DELETED = 200;
const LEAD_MS = 12_000;
/** AWS's buckets fill again, and ours. */
const REFILL_MS = 30_000;

/**
 * 600 backups due in one moment over four account-regions, 480 and three times 40, before AWS's
 * buckets, all of which may be used; two workers and a web process on Redis (`--embedded`: one;
 * `--backlog N` for fewer than 480).
 * Keys: `makespanSeconds` (first effect → last), `minimumSeconds` (what the buckets allow),
 * `ratio`, `throttled` (answers), `callsPerBackup` (every call until all are available),
 * `callsPerDeletion` and `callsPerDeletionWithProof` (200 each: confirmed ones, and by a plan with
 * its evidence), `otherAccountDelaySeconds` (due → last effect of the small accounts, against the same alone).
 */
export async function benchBudget(args: readonly string[]): Promise<Figures> {
  const mode = args.includes("--embedded") ? "embedded" : "redis";
  const world = await createBudgetWorld(mode, countOption(args, "backlog", BACKLOG));
  const deleted = Math.min(DELETED, Math.floor(world.backlog.length / 2));
  try {
    await world.startProduct();
    const alone = await makeBackups(world, { instances: world.others, afterMs: LEAD_MS });
    say(`  alone: ${round(lastEffect(alone, world.others), 2)} s until the last`);
    const all = [...world.backlog, ...world.others];
    const together = await makeBackups(world, { instances: all, afterMs: REFILL_MS });
    const plain = await deleteWithoutEvidence(world, deleted);
    const proven = await deleteWithProof(world, deleted);
    const minimum = leastSeconds([world.backlog.length, ...OTHERS]);
    const seconds = makespan(together.created);
    const delay = lastEffect(together, world.others) - lastEffect(alone, world.others);
    return {
      makespanSeconds: round(seconds, 2),
      minimumSeconds: round(minimum, 2),
      ratio: round(seconds / minimum, 3),
      throttled: countThrottled([alone, together, plain, proven].flatMap(({ calls }) => calls)),
      callsPerBackup: round(together.calls.length / all.length, 3),
      callsPerDeletion: round(plain.calls.length / plain.backups, 3),
      callsPerDeletionWithProof: round(proven.calls.length / proven.backups, 3),
      otherAccountDelaySeconds: round(Math.max(0, delay), 2),
    };
  } finally {
    await world.close();
  }
}
