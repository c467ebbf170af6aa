import { recordAudit } from "../audit/record-audit";
import { systemContext } from "../context";
import { newId } from "../ids";
import type { Runtime } from "../runtime";
import {
  CLEANED_STATUSES,
  deleteRecords,
  readShortestRecordDays,
  selectOldRecords,
} from "./old-records.repo";

/** With their events and attempts, about 10 ms. */
const ROWS_PER_WRITE = 50;
/** Bounds one round; the next one goes on. */
const ROUNDS_MAX = 200;

/**
 * Records of failed, missed and skipped backups go after their own time; the day totals keep how
 * many there were. Never one of which AWS may hold something. Answers how many went.
 */
export async function cleanRecords(
  runtime: Runtime,
  job: { signal?: AbortSignal } = {},
): Promise<number> {
  const { clock, random, db } = runtime;
  const now = clock.now();
  const ctx = systemContext(runtime, "retention.records", newId("req", now, random));
  const days = await readShortestRecordDays(db.read);
  let cleaned = 0;
  for (const status of CLEANED_STATUSES) {
    for (let round = 0; round < ROUNDS_MAX && !job.signal?.aborted; round++) {
      const limit = ROWS_PER_WRITE;
      const ids = await selectOldRecords(db.read, { status, now, days, limit });
      if (ids.length === 0) break;
      const count = await db.write(async (tx) => {
        const deleted = await deleteRecords(tx, ids);
        if (deleted > 0) {
          await recordAudit(tx, ctx, {
            action: "backup.records-cleaned",
            targetType: "backup",
            targetId: null,
            after: { status, count: deleted },
          });
        }
        return deleted;
      });
      cleaned += count;
      if (ids.length < limit || count === 0) break;
    }
  }
  return cleaned;
}
