import { DAY, HOUR, toIso } from "../clock";
import type { Context } from "../context";
import type { ScheduleOutcomesDto } from "./dto";
import { addOutcome, noOutcomes } from "./run-outcome.pure";
import { countLedgerRows, countSpan } from "./schedule-outcomes.repo";

const DAYS = [7, 30] as const;
/** Rows of the ledger that are looked at for one answer; some tens of milliseconds. */
const LOOKED_AT_MAX = 12_000;
/** Back from now, span by span; what is read of one is known before it is read. */
const BACK_MS = [
  ...[1, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 3, 4, 5, 6, 7, 10, 14, 21, 30].map((days) => days * DAY),
];

/**
 * How the runs of the last 7 and 30 days went, in the caller's accounts. Of a schedule that many
 * follow, only as far back as the bound reaches: the answer says since when it counts.
 */
export async function countScheduleOutcomes(
  ctx: Context,
  scheduleId: string,
): Promise<ScheduleOutcomesDto[]> {
  const { db, clock } = ctx.runtime;
  const now = clock.now();
  const counts = noOutcomes();
  const answers: ScheduleOutcomesDto[] = [];
  let lookedAt = 0;
  let countedMs = 0;
  for (const backMs of BACK_MS) {
    const { accounts } = ctx;
    const span = { scheduleId, accounts, from: now - backMs, to: now - countedMs };
    lookedAt += await countLedgerRows(db.read, span);
    if (lookedAt > LOOKED_AT_MAX) break;
    const rows = await countSpan(db.read, span);
    for (const { status, n } of rows) addOutcome(counts, status, n);
    countedMs = backMs;
    const days = DAYS.find((one) => one * DAY === backMs);
    if (days !== undefined) {
      answers.push({ days, since: toIso(now - backMs), isWhole: true, ...counts });
    }
  }
  const rest = DAYS.slice(answers.length);
  const since = toIso(now - countedMs);
  return [...answers, ...rest.map((days) => ({ days, since, isWhole: false, ...counts }))];
}
