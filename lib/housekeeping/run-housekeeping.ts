import { DAY, HOUR, MINUTE } from "../clock";
import type { Tx } from "../db/tx";
import type { Runtime } from "../runtime";
import { archiveEntries } from "../audit/archive-entries";
import { readSetting } from "../settings/settings.repo";
import { deleteOldGuesses } from "../auth/guesses.repo";
import { deleteOldAlerts } from "../alerts/delete-old-alerts";
import { deleteOldNonces } from "../eventbridge/reports.repo";
import { forgetStaleForeign } from "../reconcile/forget-stale-foreign";
import { recordStored } from "../storage/record-stored";
import {
  ROWS_MAX,
  deleteDeadProcesses,
  deleteOldEvents,
  deleteOldIdempotencyKeys,
  deleteOldSessions,
  deleteOldTokens,
  deleteOverChallenges,
  deleteOverEnrolments,
} from "./housekeeping.repo";

/** A browser that was away for longer reloads. */
const EVENTS_AGE_MS = HOUR;
const EVENTS_KEPT = 1_000;
const IDEMPOTENCY_AGE_MS = DAY;
const SESSIONS_AGE_MS = 30 * DAY;
const TOKENS_AGE_MS = 30 * DAY;
const PROCESSES_AGE_MS = HOUR;
/** A report's timestamp may be 5 minutes ahead of our clock, or behind. */
const NONCES_AGE_MS = 15 * MINUTE;
/** A year, and some more to compare it with the same days of the year before. */
const ALERTS_AGE_MS = 400 * DAY;
/** Bounds one round; the next one goes on. */
const ROUNDS_MAX = 50;

/** Deletes what nobody will ask for any more, in small writes, and keeps the days of what is stored. */
export async function runHousekeeping(
  runtime: Runtime,
  job: { signal?: AbortSignal } = {},
): Promise<void> {
  const now = runtime.clock.now();
  const deletions: Record<string, (tx: Tx) => Promise<number>> = {
    events: (tx) => deleteOldEvents(tx, { before: now - EVENTS_AGE_MS, keep: EVENTS_KEPT }),
    idempotencyKeys: (tx) => deleteOldIdempotencyKeys(tx, now - IDEMPOTENCY_AGE_MS),
    sessions: (tx) => deleteOldSessions(tx, now - SESSIONS_AGE_MS),
    tokens: (tx) => deleteOldTokens(tx, now - TOKENS_AGE_MS),
    guesses: (tx) => deleteOldGuesses(tx, now),
    signInChallenges: (tx) => deleteOverChallenges(tx, now),
    secondFactorEnrolments: (tx) => deleteOverEnrolments(tx, now),
    alerts: (tx) => deleteOldAlerts(tx, { before: now - ALERTS_AGE_MS, rowsMax: ROWS_MAX }),
    foreignImages: (tx) => forgetStaleForeign(tx, { now, rowsMax: ROWS_MAX }),
    callbackNonces: (tx) => deleteOldNonces(tx, { before: now - NONCES_AGE_MS, rowsMax: ROWS_MAX }),
    processes: (tx) => deleteDeadProcesses(tx, now - PROCESSES_AGE_MS),
  };
  for (const [what, deletion] of Object.entries(deletions)) {
    for (let round = 0; round < ROUNDS_MAX && !job.signal?.aborted; round++) {
      const deleted = await runtime.db.write(deletion);
      if (deleted > 0) runtime.log.debug({ what, deleted }, "old rows were deleted");
      if (deleted < ROWS_MAX) break;
    }
  }
  await archiveAudit(runtime, job);
  await recordStored(runtime, job);
}

/** Old entries move into segments; those that do not hold stay, and trouble nothing else here. */
async function archiveAudit(runtime: Runtime, job: { signal?: AbortSignal }): Promise<void> {
  const days = await readSetting(runtime.db.read, "audit.archiveDays");
  const before = runtime.clock.now() - days * DAY;
  try {
    for (let round = 0; round < ROUNDS_MAX && !job.signal?.aborted; round++) {
      if (!(await archiveEntries(runtime, { before }))) return;
    }
  } catch (err) {
    runtime.log.error({ err }, "old entries of the audit log were not archived");
  }
}
