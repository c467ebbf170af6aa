import type { EpochMs } from "../clock";
import type { RetentionBackup } from "./retention-rules.pure";
import type { Simulation } from "./simulate-retention.pure";

/** What a policy keeps at evenly spaced moments; columns beside each other. */
export interface KeepSeries {
  at: EpochMs[];
  kept: number[];
  /** Full size, at most. */
  bytes: number[];
  /** When the oldest that is kept was made; null while nothing dated is kept. */
  oldestAt: Array<EpochMs | null>;
}

export interface SizedBackup extends RetentionBackup {
  sizeBytes: number | null;
}

/** `runBytes`: the full size that each backup to come is taken to have. */
export function keepSeries(
  simulation: Simulation<SizedBackup>,
  { until, points, runBytes }: { until: EpochMs; points: number; runBytes: number },
): KeepSeries {
  const { now, real, realGoesAt, runs, runGoesAt } = simulation;
  const stepMs = (until - now) / (points - 1);
  const at = Array.from({ length: points }, (_, point) => now + point * stepMs);
  const kept = new Float64Array(points + 1);
  const bytes = new Float64Array(points + 1);
  const firstAtOrAfter = (moment: EpochMs) =>
    Math.min(points, Math.max(0, Math.ceil((moment - now) / stepMs)));
  const add = (life: { from: EpochMs; goesAt: EpochMs; size: number }) => {
    const first = firstAtOrAfter(life.from);
    const end = firstAtOrAfter(life.goesAt);
    if (end <= first) return;
    kept[first] = (kept[first] ?? 0) + 1;
    kept[end] = (kept[end] ?? 0) - 1;
    bytes[first] = (bytes[first] ?? 0) + life.size;
    bytes[end] = (bytes[end] ?? 0) - life.size;
  };
  for (const [index, backup] of real.entries()) {
    add({ from: now, goesAt: realGoesAt[index] ?? now, size: backup.sizeBytes ?? 0 });
  }
  for (let index = 0; index < runs.length; index += 1) {
    const from = runs[index] ?? until;
    if (from > until) break;
    add({ from, goesAt: runGoesAt[index] ?? from, size: runBytes });
  }
  return {
    at,
    kept: sums(kept, points),
    bytes: sums(bytes, points),
    oldestAt: oldestOf(simulation, at),
  };
}

function sums(changes: Float64Array, points: number): number[] {
  let sum = 0;
  return Array.from({ length: points }, (_, point) => (sum += changes[point] ?? 0));
}

function oldestOf(simulation: Simulation<SizedBackup>, at: EpochMs[]): Array<EpochMs | null> {
  const { real, realGoesAt, runs, runGoesAt } = simulation;
  const made = real.map(({ imageCreatedAt }) => imageCreatedAt ?? Number.NaN);
  const ofReal = oldestWalk(made, realGoesAt);
  const ofRuns = oldestWalk(runs, runGoesAt);
  return at.map((moment) => {
    const oldest = Math.min(ofReal(moment), ofRuns(moment));
    return oldest <= moment ? oldest : null;
  });
}

/** For moments that rise: what is gone does not come back, so one walk finds all of them. */
function oldestWalk(made: readonly EpochMs[], goesAt: Float64Array): (at: EpochMs) => EpochMs {
  let next = 0;
  return (moment) => {
    while (next < made.length && !((goesAt[next] ?? 0) > moment && (made[next] ?? 0) >= 0)) {
      next += 1;
    }
    return made[next] ?? Number.POSITIVE_INFINITY;
  };
}

export interface KeptThen<B> {
  backup: B | RetentionBackup;
  goesAt: EpochMs;
}

/** Of one moment, newest first: what is kept and when each goes. */
export function keptAt<B extends RetentionBackup>(
  simulation: Simulation<B>,
  moment: EpochMs,
): Array<KeptThen<B>> {
  const { real, realGoesAt, runs, runGoesAt } = simulation;
  const kept: Array<KeptThen<B>> = [];
  for (const [index, backup] of real.entries()) {
    const goesAt = realGoesAt[index] ?? 0;
    if (goesAt > moment) kept.push({ backup, goesAt });
  }
  for (let index = 0; index < runs.length; index += 1) {
    const at = runs[index] ?? moment;
    if (at > moment) break;
    const goesAt = runGoesAt[index] ?? 0;
    if (goesAt > moment) kept.push({ backup: toCome(at, index), goesAt });
  }
  const madeAt = ({ backup }: KeptThen<B>) => backup.imageCreatedAt ?? 0;
  return kept.toSorted((a, b) => madeAt(b) - madeAt(a));
}

const TO_COME = "to-come:";

export function isToCome(backupId: string): boolean {
  return backupId.startsWith(TO_COME);
}

/** The backup that a run to come makes; its id is newer than any other of its moment. */
function toCome(at: EpochMs, index: number): RetentionBackup {
  return {
    id: `${TO_COME}${String(index).padStart(8, "0")}`,
    kind: "scheduled",
    status: "available",
    imageCreatedAt: at,
    heldAt: null,
    keepUntil: null,
  };
}
