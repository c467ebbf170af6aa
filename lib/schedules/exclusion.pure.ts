import { nextDue } from "./next-runs.pure";

/** Times in which nothing starts by itself, as they are stored. */
export interface ExclusionWindow {
  readonly name: string;
  /** Null holds for every schedule. */
  readonly scheduleId: string | null;
  /** Again and again: canonical cron of the beginnings in `zone`; null for once. */
  readonly cron: string | null;
  readonly zone: string;
  /** Once: the beginning. */
  readonly startsAt: number | null;
  /** Real time from each beginning: a change of the clocks in between moves the end on the wall clock. */
  readonly durationMs: number;
}

export interface Exclusion {
  readonly name: string;
  readonly startsAt: number;
}

/** Those that hold for a schedule: its own and the ones for all. */
export function windowsOf<Window extends ExclusionWindow>(
  windows: readonly Window[],
  scheduleId: string | null,
): Window[] {
  return windows.filter((window) => window.scheduleId === null || window.scheduleId === scheduleId);
}

/**
 * The window an instant lies in: at or after a beginning, before that beginning plus the duration.
 * Of several the one that began first, then by name. Null outside all of them.
 */
export function findExclusion(input: {
  windows: readonly ExclusionWindow[];
  at: number;
}): Exclusion | null {
  const { at } = input;
  return firstOf(
    input.windows,
    // The earliest beginning whose end is still to come: later ones, as when a window is longer
    // than its interval, cover nothing of what lies before them.
    (window) => nextStart(window, at - window.durationMs),
    (startsAt) => startsAt <= at,
  );
}

/** The first window that begins after `after` and before `before`; null for none. */
export function nextExclusion(input: {
  windows: readonly ExclusionWindow[];
  after: number;
  before: number;
}): Exclusion | null {
  return firstOf(
    input.windows,
    (window) => nextStart(window, input.after),
    (startsAt) => startsAt < input.before,
  );
}

function firstOf(
  windows: readonly ExclusionWindow[],
  startOf: (window: ExclusionWindow) => number | null,
  counts: (startsAt: number) => boolean,
): Exclusion | null {
  let first: Exclusion | null = null;
  for (const window of windows) {
    const startsAt = startOf(window);
    if (startsAt === null || !counts(startsAt)) continue;
    const found: Exclusion = { name: window.name, startsAt };
    if (first === null || isBefore(found, first)) first = found;
  }
  return first;
}

function isBefore(one: Exclusion, other: Exclusion): boolean {
  const differs = one.startsAt - other.startsAt;
  return differs < 0 || (differs === 0 && one.name < other.name);
}

/**
 * The first beginning after an instant. Null for no more; a text that cannot be read excludes
 * nothing, so that it stops nobody.
 */
export function nextStart({ cron, zone, startsAt }: ExclusionWindow, after: number): number | null {
  if (cron === null) return startsAt !== null && startsAt > after ? startsAt : null;
  try {
    return nextDue({ schedule: { cron, zone }, after });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
