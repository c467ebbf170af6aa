import { DAY, HOUR, toIso, type EpochMs } from "../clock";
import type { Queryable } from "../db/client";
import type { DayMeasure } from "./breaker.pure";
import { countMade, countRemovedUnasked } from "./sweep.repo";

const MEAN_DAYS = 14;

/**
 * The day that removals are measured by rolls: a calendar's would allow twice as much around
 * midnight. It is two hours short of 24, so that what goes at the same hour of each day, a little
 * sooner or later, is the removal of one day and not of two.
 */
const ROLLING_DAY_MS = 22 * HOUR;

/** `open`: what other plans are about to remove of the account; `planned`: what comes on top. */
export async function measureDay(
  q: Queryable,
  of: { accountRef: string; now: EpochMs; open: number; planned: number },
): Promise<DayMeasure> {
  const { accountRef, now, open, planned } = of;
  const removed = await countRemovedUnasked(q, { accountRef, since: now - ROLLING_DAY_MS });
  const made = await countMade(q, {
    accountRef,
    fromDay: dayOf(now - MEAN_DAYS * DAY),
    untilDay: dayOf(now),
  });
  return { removed: removed + open, planned, madePerDay: made / MEAN_DAYS };
}

function dayOf(at: EpochMs): string {
  return toIso(at).slice(0, 10);
}
