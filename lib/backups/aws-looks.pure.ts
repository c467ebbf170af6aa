import { HOUR, MINUTE } from "../clock";
import { usedSpreadMs } from "../schedules/spread.pure";

/** Of a backup that AWS was to start by itself, and of which no image has appeared. */
export const NOT_STARTED_CODE = "NotStartedByAws";
/** In the time line of one that is made from here, because AWS was done with it and made none. */
export const TAKEN_BACK_STEP = "aws.taken_back";

/** After so long without an image its instance is alerted. */
export const SILENT_MS = 30 * MINUTE;
/** After so long it is started from here, where AWS fires its moments no more. */
const TAKE_BACK_MS = 15 * MINUTE;

/**
 * AWS delivers nothing later than an hour after the moment, or the end of its spread (MaximumEventAge),
 * and what it delivers then has begun.
 */
const DELIVERED_MS = 65 * MINUTE;
/** Lambda tries again after one minute and after two, and each try lasts two at most. */
const RETRIED_MS = 10 * MINUTE;

const LOOKS_MS = [2, 5, 15, 30, 60].map((minutes) => minutes * MINUTE);
/** AWS shows images a little late, and a report may be quicker. */
const LOOKS_AFTER_REPORT_MS = [2, 5, 15].map((minutes) => minutes * MINUTE);
/** The function starts nothing after the start window; what it started just before is seen by then. */
const LAST_LOOK_MS = 2 * MINUTE;

interface Awaited {
  /** The moment, or the end of its spread. */
  startsBy: number;
  now: number;
}

export function firstAwsLookAt(of: Awaited & { takeBackAt: number | null }): number {
  const { startsBy, now, takeBackAt } = of;
  return Math.max(now, Math.min(startsBy + (LOOKS_MS[0] ?? 0), takeBackAt ?? Infinity));
}

/**
 * From when on it is started from here, if no image of it has appeared: AWS fires its moments no
 * more, is done with this one, or may come too late for it: its spread reaches beyond the start
 * window, which an exclusion window may have cut. Null when its start window is over by then.
 */
export function takeBackAt(of: {
  dueAt: number;
  /** The moment, or the end of its spread. */
  startsBy: number;
  startWindowEndsAt: number;
  /** AWS fires the moment. */
  isAws: boolean;
  /** When the function last said that nothing was made. */
  failedAt: number | null;
}): number | null {
  const { dueAt, startsBy, startWindowEndsAt, isAws, failedAt } = of;
  const failed = failedAt === null ? Infinity : Math.max(dueAt, failedAt) + RETRIED_MS;
  const at = Math.min(failed, startsBy + (isAws ? DELIVERED_MS : TAKE_BACK_MS));
  if (at < startWindowEndsAt) return at;
  if (!isAws || startsBy < startWindowEndsAt) return null;
  const windowMs = startWindowEndsAt - dueAt;
  return dueAt + usedSpreadMs({ spreadMs: startsBy - dueAt, windowMs });
}

/** When to look again for an image that AWS is to make; null when nothing is to come any more. */
export function nextAwsLookAt(
  of: Awaited & { startWindowEndsAt: number; reportedAt: number | null; takeBackAt: number | null },
): number | null {
  const { startsBy, now, startWindowEndsAt, reportedAt } = of;
  const lastAt = startWindowEndsAt + LAST_LOOK_MS;
  const planned = [...LOOKS_MS, doubledHours(now - startsBy)].map((ms) => startsBy + ms);
  const told = LOOKS_AFTER_REPORT_MS.map((ms) => (reportedAt ?? -Infinity) + ms);
  const back = of.takeBackAt ?? lastAt;
  const looks = [...planned.filter((at) => at < startWindowEndsAt), lastAt, back, ...told];
  const ahead = looks.filter((at) => at > now);
  return ahead.length === 0 ? null : Math.min(...ahead);
}

/** The first of 2, 4, 8 … hours that is more. */
function doubledHours(passedMs: number): number {
  let ms = 2 * HOUR;
  while (ms <= passedMs) ms *= 2;
  return ms;
}
