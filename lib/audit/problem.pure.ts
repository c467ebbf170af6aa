/**
 * What is wrong with the chain:
 * - `edited`: an entry's content or mac is not what was written, or it was put there by somebody else;
 * - `dropped`: numbers that are missing;
 * - `moved`: an entry that was written under another number;
 * - `duplicate`: a second entry under a number, or one that stands in a segment too;
 * - `unchained`: entries without a number, which nothing proves;
 * - `segment`: a segment whose seal or body is not what was written;
 * - `key`: a key that is missing, cannot be opened or is another;
 * - `cut`: a head that was written down is behind the last entry;
 * - `rewritten`: a head that was written down is not in a chain that agrees with itself;
 * - `heads`: what was written down beside the database cannot be read or written.
 */
export const PROBLEM_KINDS = [
  "edited",
  "dropped",
  "moved",
  "duplicate",
  "unchained",
  "segment",
  "key",
  "cut",
  "rewritten",
  "heads",
] as const;
export type ProblemKind = (typeof PROBLEM_KINDS)[number];

export interface ChainProblem {
  kind: ProblemKind;
  /** The numbers it concerns; null where it has none. */
  firstSeq: number | null;
  lastSeq: number | null;
  /** Of the entry as it stands now, where there is one. */
  at: number | null;
  action: string | null;
  /** For people, as a sentence. */
  words: string;
}

export function problem(
  kind: ProblemKind,
  range: readonly [firstSeq: number | null, lastSeq: number | null],
  words: string,
  entry: { at: number; action: string } | null = null,
): ChainProblem {
  const [firstSeq, lastSeq] = range;
  return { kind, firstSeq, lastSeq, at: entry?.at ?? null, action: entry?.action ?? null, words };
}

/** "entry 7" or "entries 7 to 9". */
export function rangeWords(firstSeq: number, lastSeq: number): string {
  return firstSeq === lastSeq ? `entry ${firstSeq}` : `entries ${firstSeq} to ${lastSeq}`;
}

export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
