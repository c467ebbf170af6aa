import type { KeyObject } from "node:crypto";
import { macOfText } from "./chain-mac";
import { entryOf, type Suspect } from "./chain-walk";
import { isOdd, keyIdOf, macOf, seqOf, toChainText } from "./chain.pure";
import { capital, problem, rangeWords, type ChainProblem } from "./problem.pure";

type Keys = ReadonlyMap<string, KeyObject>;

/** Neighbours among the suspects that may say where an entry once stood. */
const WINDOW = 12;
/** The long search is for exchanged entries, which are few. */
const SEARCHED_MAX = 300;

/**
 * Of entries that do not follow from the one before them: those that stood under another number,
 * those that were changed; the rest is as it was, and only what is before it is not.
 */
export function explainSuspects(keys: Keys, suspects: readonly Suspect[]): ChainProblem[] {
  const problems: ChainProblem[] = [];
  let moved: { firstSeq: number; lastSeq: number; by: number; suspect: Suspect } | null = null;
  let shift = 0;
  const flush = () => {
    if (moved) problems.push(toMoved(moved));
    moved = null;
  };
  for (const [index, suspect] of suspects.entries()) {
    const seq = seqOf(suspect.row);
    // Told of already, when it was met.
    if (isOdd(suspect.row)) {
      flush();
      continue;
    }
    const stood = findStood(keys, { suspects, index, shift });
    if (stood === seq) continue;
    if (stood === null) {
      flush();
      if (suspect.expectedMac !== null) problems.push(toEdited(suspect));
      continue;
    }
    shift = seq - stood;
    if (moved && moved.by === shift && moved.lastSeq === seq - 1) moved.lastSeq = seq;
    else {
      flush();
      moved = { firstSeq: seq, lastSeq: seq, by: shift, suspect };
    }
  }
  flush();
  return problems;
}

function toEdited({ row }: Suspect): ChainProblem {
  const seq = seqOf(row);
  const words = `Entry ${seq} is not as it was written: it was edited, or put there by somebody else.`;
  return problem("edited", [seq, seq], words, entryOf(row));
}

function toMoved(of: { firstSeq: number; lastSeq: number; by: number; suspect: Suspect }) {
  const { firstSeq, lastSeq, by, suspect } = of;
  const was = rangeWords(firstSeq - by, lastSeq - by);
  const words = `${capital(rangeWords(firstSeq, lastSeq))} had another number when written: ${was}.`;
  return problem("moved", [firstSeq, lastSeq], words, entryOf(suspect.row));
}

/** The number an entry was written under, as its mac says; null where no guess fits. */
function findStood(
  keys: Keys,
  at: { suspects: readonly Suspect[]; index: number; shift: number },
): number | null {
  const { suspects, index, shift } = at;
  const suspect = suspects[index];
  const key = suspect && keys.get(keyIdOf(suspect.row));
  if (!suspect || !key) return null;
  const { row, previousMac } = suspect;
  const fits = (seq: number, mac: string) =>
    macOfText(key, toChainText(mac, row, seq)) === macOf(row);
  const seq = seqOf(row);
  const before = suspects[index - 1];
  const near = [previousMac, before?.previousMac, before?.expectedMac];
  for (const guess of new Set([seq - shift, seq, seq - 1, seq + 1])) {
    if (near.some((mac) => typeof mac === "string" && fits(guess, mac))) return guess;
  }
  if (index >= SEARCHED_MAX) return null;
  const others = suspects.slice(Math.max(0, index - WINDOW), index + WINDOW + 1);
  const macs = new Set(
    others.flatMap((other) => [macOf(other.row), other.previousMac, other.expectedMac ?? ""]),
  );
  const seqs = others.flatMap((other) => {
    const there = seqOf(other.row);
    // Where numbers are missing before it, it may have had one of them.
    return other.expectedMac === null ? [there, there - 1] : [there];
  });
  for (const guess of new Set([seq, ...seqs])) {
    for (const mac of macs) if (fits(guess, mac)) return guess;
  }
  return null;
}
