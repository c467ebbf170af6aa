import { setImmediate as letOthersRun } from "node:timers/promises";
import { skipBackup, type SkipReason } from "../backups/skip-backup";
import type { Context } from "../context";
import { listLeftOvers, type LeftOverBackup } from "./occurrences.repo";

const BACKUPS_PER_WRITE = 25;
const WRITES_MAX = 20;

/**
 * Announced runs whose moment came while nothing waits for them: they were paused, or their
 * instance is gone. Called when every due link has moved on, so that what is left is theirs.
 */
export async function skipLeftOvers(ctx: Context): Promise<void> {
  const { db, clock } = ctx.runtime;
  const now = clock.now();
  for (let writes = 0; writes < WRITES_MAX; writes += 1) {
    const peek = await listLeftOvers(db.read, { now, limit: 1 });
    if (peek.length === 0) return;
    await db.write(async (tx) => {
      for (const row of await listLeftOvers(tx, { now, limit: BACKUPS_PER_WRITE })) {
        await skipBackup(tx, ctx, { backup: row.backup, reason: reasonOf(row) });
      }
    });
    await letOthersRun();
  }
}

function reasonOf({ state, removedAt }: LeftOverBackup): SkipReason {
  if (removedAt !== null) return "removed";
  return state === "terminated" || state === "vanished" ? "terminated" : "paused";
}
