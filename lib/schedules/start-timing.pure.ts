import { findExclusion, nextExclusion, windowsOf } from "./exclusion.pure";
import type { ExclusionWindow } from "./exclusion.pure";
import { spreadOffsetMs } from "./spread.pure";

/** A schedule that asks for a backup at a moment, as far as its start goes. */
export interface Asker {
  readonly scheduleId: string;
  readonly startWindowMs: number;
  readonly spreadMs: number;
}

export interface StartTiming {
  /** The exclusion window that the moment lies in; null as soon as one asker is free of them. */
  readonly excludedBy: string | null;
  /** Exclusive. */
  readonly startWindowEndsAt: number;
  /** The exclusion window that made it end so early. */
  readonly startWindowCutBy: string | null;
  readonly notBeforeAt: number;
}

/**
 * When the backup of a due moment may start. Each asker gives a start window, cut where the next
 * exclusion window begins, and a start inside it; of several that share the backup, it may start as
 * soon and as long as any of them allows.
 */
export function timeStart(input: {
  dueAt: number;
  instanceKey: string;
  /** At least one. */
  askers: readonly Asker[];
  windows: readonly ExclusionWindow[];
}): StartTiming {
  const { dueAt, askers } = input;
  const all = askers.map((asker) => timeOne(input, asker));
  const free = all.filter(({ excludedBy }) => excludedBy === null);
  const timings = free.length > 0 ? free : all;
  const longest = timings.reduce((best, timing) => (isLonger(timing, best) ? timing : best));
  return {
    ...longest,
    notBeforeAt: Math.max(dueAt, Math.min(...timings.map(({ notBeforeAt }) => notBeforeAt))),
  };
}

function timeOne(
  input: { dueAt: number; instanceKey: string; windows: readonly ExclusionWindow[] },
  { scheduleId, startWindowMs, spreadMs }: Asker,
): StartTiming {
  const { dueAt, instanceKey } = input;
  const windows = windowsOf(input.windows, scheduleId);
  const excludedBy = findExclusion({ windows, at: dueAt })?.name ?? null;
  const wholeEndsAt = dueAt + startWindowMs;
  const cut =
    excludedBy === null ? nextExclusion({ windows, after: dueAt, before: wholeEndsAt }) : null;
  const startWindowEndsAt = cut?.startsAt ?? wholeEndsAt;
  const windowMs = startWindowEndsAt - dueAt;
  return {
    excludedBy,
    startWindowEndsAt,
    startWindowCutBy: cut?.name ?? null,
    notBeforeAt: dueAt + spreadOffsetMs({ instanceKey, spreadMs, windowMs }),
  };
}

/** Ties go to the one that nothing cut: the order of the askers must not matter. */
function isLonger(timing: StartTiming, best: StartTiming): boolean {
  const differs = timing.startWindowEndsAt - best.startWindowEndsAt;
  return differs > 0 || (differs === 0 && rank(timing) < rank(best));
}

function rank({ excludedBy, startWindowCutBy }: StartTiming): string {
  return excludedBy ?? startWindowCutBy ?? "";
}
