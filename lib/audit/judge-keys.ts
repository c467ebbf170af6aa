import type { KeyUse } from "./chain-walk";
import type { GivenUpKeys, LostEntries } from "./given-up-keys";
import { capital, problem, rangeWords, type ChainProblem } from "./problem.pure";

/** Entries that nothing proves any more, and who gave their key up. */
export interface Unproven extends LostEntries {
  givenUpBy: string;
  givenUpAt: number;
  /** The entry that says so. */
  givenUpSeq: number;
}

export interface KeyVerdict {
  /** Keys whose entries are not judged one by one. */
  broken: Set<string>;
  problems: ChainProblem[];
  unproven: Unproven[];
}

/** Where all of a key's entries fail, it is the key that is another, or one that was given up. */
export function judgeKeys(of: {
  uses: ReadonlyMap<string, KeyUse>;
  opened: ReadonlyMap<string, unknown>;
  /** From entries that are proven. */
  givenUp: readonly GivenUpKeys[];
  /** Entries from the first on were read, not only the newest. */
  isWhole: boolean;
}): KeyVerdict {
  const verdict: KeyVerdict = { broken: new Set(), problems: [], unproven: [] };
  for (const [keyId, use] of of.uses) {
    const isThere = of.opened.has(keyId);
    if (isThere && (use.failures < use.entries || use.entries < 3)) continue;
    verdict.broken.add(keyId);
    const range = [use.firstSeq, use.lastSeq] as const;
    const what = capital(rangeWords(...range));
    const by = isThere ? null : findGivenUp(of.givenUp, keyId);
    if (!by || by.lost.lastSeq < use.lastSeq) {
      const why = isThere ? `none agrees with the key` : `there is no key to prove it:`;
      verdict.problems.push(problem("key", range, `${what}: ${why} ${keyId}.`));
      continue;
    }
    const { lost, seq, at } = by;
    const { digest, entries } = toLost(keyId, use);
    if (of.isWhole && (digest !== lost.digest || entries !== lost.entries)) {
      const words = `${what}: their key was lost, and they are not what they were when ${by.by} gave it up with entry ${seq}.`;
      verdict.problems.push(problem("edited", range, words));
      continue;
    }
    verdict.unproven.push({ ...lost, givenUpBy: by.by, givenUpAt: at, givenUpSeq: seq });
  }
  return verdict;
}

export function toLost(keyId: string, use: KeyUse): LostEntries {
  const { entries, firstSeq, lastSeq } = use;
  const digest = use.unproven?.copy().digest("base64url") ?? "";
  return { keyId, entries, firstSeq, lastSeq, digest };
}

/** As it was said last: a later entry names what an earlier one gave up too. */
function findGivenUp(givenUp: readonly GivenUpKeys[], keyId: string) {
  for (const { lost: all, seq, at, by } of givenUp.toReversed()) {
    const lost = all.find((one) => one.keyId === keyId);
    if (lost) return { lost, seq, at, by };
  }
  return null;
}
