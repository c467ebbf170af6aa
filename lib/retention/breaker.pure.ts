/** What automatic removal of one account is measured by. */
export interface DayMeasure {
  /** Removed in the day that ends now without a person, and about to be by open plans. */
  removed: number;
  /** What this sweep would add. */
  planned: number;
  /** What its schedules made a day, mean of the last 14 days. */
  madePerDay: number;
}

/** Instances whose policy, schedule or zone was edited since their last sweep, by policy. */
export interface EditMeasure {
  policyName: string;
  images: number;
  planned: number;
}

const DAY_REMOVALS_FREE = 10;
const DAY_FACTOR_MAX = 2;
const EDIT_SHARE_MAX = 0.2;

/**
 * Why a person is asked before a sweep removes anything, or null: a day that exceeds both 10 and
 * twice what schedules made, or the first sweep after an edit that would remove more than 20 %.
 */
export function findBreakerReason(sweep: {
  day: DayMeasure;
  edits: readonly EditMeasure[];
}): string | null {
  if (sweep.day.planned === 0) return null;
  return findEdit(sweep.edits) ?? findDay(sweep.day);
}

function findEdit(edits: readonly EditMeasure[]): string | null {
  const worst = edits
    .filter(({ images, planned }) => planned > images * EDIT_SHARE_MAX)
    .toSorted((a, b) => b.planned / b.images - a.planned / a.images)[0];
  if (!worst) return null;
  const share = Math.round((worst.planned / worst.images) * 100);
  return `The policy “${worst.policyName}”, a schedule or a zone was edited, or these instances are swept for the first time: ${worst.planned} of ${worst.images} images (${share} %) would go.`;
}

function findDay({ removed, planned, madePerDay }: DayMeasure): string | null {
  const total = removed + planned;
  if (total <= DAY_REMOVALS_FREE || total <= madePerDay * DAY_FACTOR_MAX) return null;
  const mean = Math.round(madePerDay * 10) / 10;
  return `${total} images of this account would go in one day, and its schedules make ${mean} a day.`;
}
