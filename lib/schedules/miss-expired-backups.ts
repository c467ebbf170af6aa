import { setImmediate as letOthersRun } from "node:timers/promises";
import { missBackup } from "../backups/miss-backup";
import type { Context } from "../context";
import { listExpiredBackups } from "./occurrences.repo";

const BACKUPS_PER_WRITE = 25;
const WRITES_MAX = 20;

/** Closes the start windows of what is still queued; nothing is sent for it any more. */
export async function missExpiredBackups(ctx: Context): Promise<void> {
  const { db, clock } = ctx.runtime;
  const now = clock.now();
  for (let writes = 0; writes < WRITES_MAX; writes += 1) {
    const peek = await listExpiredBackups(db.read, { now, limit: 1 });
    if (peek.length === 0) return;
    await db.write(async (tx) => {
      const expired = await listExpiredBackups(tx, { now, limit: BACKUPS_PER_WRITE });
      for (const backup of expired) await missBackup(tx, ctx, { backup });
    });
    await letOthersRun();
  }
}
