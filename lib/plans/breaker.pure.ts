const REMOVALS_FREE = 10;
const TIMES_MADE_MAX = 2;

/**
 * Why a person is asked before more of an account goes today, or null: its day would exceed both
 * 10 and twice what its schedules made a day.
 */
export function findDayBreaker(day: {
  /** Today, without a person. */
  removed: number;
  planned: number;
  /** What schedules made in the last `days` days, today not among them. */
  made: number;
  days: number;
}): string | null {
  if (day.planned === 0) return null;
  const total = day.removed + day.planned;
  const mean = day.made / day.days;
  if (total <= REMOVALS_FREE || total <= mean * TIMES_MADE_MAX) return null;
  return `${total} images of one account would go in one day, and its schedules make ${Math.round(mean * 10) / 10} a day.`;
}
