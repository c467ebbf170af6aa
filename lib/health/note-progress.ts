import { MINUTE, type EpochMs } from "../clock";
import { toError } from "../errors";
import type { Runtime } from "../runtime";
import { readSetting, writeSetting } from "../settings/settings.repo";

/**
 * So much further than any look since the last that came to its end: one that fails each time gets to
 * the same place, or to what was written meanwhile, and is no progress.
 */
const ENTRIES_MIN = 10_000;

/**
 * Notes, at most each minute, how far a look at the whole audit log has come: a long one takes longer than
 * looks may be apart, and is one. Where it cannot be noted, the look goes on.
 */
export function createProgressNote(
  runtime: Pick<Runtime, "db" | "clock" | "log">,
): (entries: number) => Promise<void> {
  const { clock, log } = runtime;
  let triedAt: EpochMs | null = null;
  let from = ENTRIES_MIN;
  return async (entries) => {
    const now = clock.now();
    if (entries < from || (triedAt !== null && Math.abs(now - triedAt) < MINUTE)) return;
    triedAt = now;
    from = entries + ENTRIES_MIN;
    try {
      await note(runtime, { entries, at: now });
    } catch (error) {
      log.warn({ err: toError(error) }, "how far the audit log was looked at cannot be noted");
    }
  };
}

async function note(
  { db }: Pick<Runtime, "db">,
  look: { entries: number; at: EpochMs },
): Promise<void> {
  await db.write(async (tx) => {
    const furthest = (await readSetting(tx, "audit.look"))?.entries ?? 0;
    if (look.entries < furthest + ENTRIES_MIN) return;
    await writeSetting(tx, { key: "audit.look", value: look, updatedAt: look.at, updatedBy: null });
  });
}
