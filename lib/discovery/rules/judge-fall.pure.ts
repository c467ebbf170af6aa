import { sumOf } from "./sum-of.pure";

export interface Counted {
  /** By place, at its last whole look. */
  counts: Readonly<Record<string, number>>;
  /** What matched before the fall that is told of already. */
  fellFrom: number | null;
}

export interface Look {
  /** By place: what matches now; none is not among them. */
  matches: ReadonlyMap<string, number>;
  /** The places that were read whole. */
  whole: ReadonlySet<string>;
  /** Whether anybody can still look at a place. */
  isReachable(place: string): boolean;
}

export interface Judged {
  counts: Record<string, number>;
  matchCount: number;
  /** Set while fewer match than before by a fifth or more. */
  fellFrom: number | null;
}

const LEAST_SHARE = 0.8;

/**
 * A place that was not read whole keeps its count, so that a failure is no fall; one that nobody can
 * look at any more counts neither before nor after.
 */
export function judgeFall(rule: Counted, { matches, whole, isReachable }: Look): Judged {
  const known = Object.entries(rule.counts).filter(([place]) => isReachable(place));
  const before = rule.fellFrom ?? sumOf(Object.fromEntries(known));
  const kept = known.filter(([place]) => !whole.has(place));
  const seen = [...matches].filter(([place, count]) => whole.has(place) && count > 0);
  const counts = Object.fromEntries([...kept, ...seen]);
  const matchCount = sumOf(counts);
  const hasFallen = before > 0 && matchCount <= before * LEAST_SHARE;
  return { counts, matchCount, fellFrom: hasFallen ? before : null };
}
