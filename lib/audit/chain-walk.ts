import { createHash, type Hash, type KeyObject } from "node:crypto";
import { macOfText } from "./chain-mac";
import {
  actionOf,
  atOf,
  isOdd,
  keyIdOf,
  macOf,
  oddWords,
  seqOf,
  toChainText,
  type ChainRow,
} from "./chain.pure";
import { capital, problem, rangeWords, type ChainProblem } from "./problem.pure";

/** An entry that does not follow from the one before it. */
export interface Suspect {
  row: ChainRow;
  previousMac: string;
  /** What its mac would be here, as it stands; null where the one before is missing. */
  expectedMac: string | null;
}

export interface KeyUse {
  entries: number;
  failures: number;
  firstSeq: number;
  lastSeq: number;
  /** Over its entries as they stand, where there is no key to prove them. */
  unproven: Hash | null;
}

/** Beyond this many the rest is counted: what broke first is what tells. */
export const SUSPECTS_MAX = 2_000;
/** So too of what is missing or there twice: where every second entry is gone, nobody reads each. */
export const PROBLEMS_MAX = 2_000;
/** An installation has a handful: of keys that there never were no more are told apart. */
const UNKNOWN_KEYS_MAX = 100;
const FURTHER_KEYS = "further keys";

/** Takes entries in the order of their numbers and finds where one does not follow from the other. */
export class ChainWalk {
  readonly suspects: Suspect[] = [];
  readonly problems: ChainProblem[] = [];
  readonly keyUses = new Map<string, KeyUse>();
  entries = 0;
  suspectCount = 0;
  /** Beyond those that are kept. */
  problemsLeftOut = 0;
  /** Of the last entry. */
  seq: number;
  mac: string;
  lastAt: number | null = null;
  lastKeyId: string | null = null;
  isLastProven = true;
  readonly #keys: ReadonlyMap<string, KeyObject>;

  constructor(keys: ReadonlyMap<string, KeyObject>, after: { seq: number; mac: string }) {
    this.#keys = keys;
    this.seq = after.seq;
    this.mac = after.mac;
  }

  /** Whether it is proven. */
  push(row: ChainRow): boolean {
    const seq = seqOf(row);
    this.entries += 1;
    if (seq <= this.seq) {
      this.note(problem("duplicate", [seq, seq], `There is a second entry ${seq}.`, entryOf(row)));
      return false;
    }
    if (isOdd(row)) {
      const words = `Entry ${seq} is not as it was written: ${oddWords(row)}.`;
      this.note(problem("edited", [seq, seq], words, entryOf(row)));
    }
    const follows = seq === this.seq + 1;
    if (!follows) this.#pushAfterGap(row);
    const holds = follows && this.#prove(row);
    this.seq = seq;
    this.mac = macOf(row);
    this.lastAt = atOf(row);
    this.lastKeyId = keyIdOf(row);
    this.isLastProven = holds;
    return holds;
  }

  /** Entries that cannot be read: what follows them is proven from `mac` on. */
  skipTo(seq: number, mac: string): void {
    this.seq = Math.max(this.seq, seq);
    this.mac = mac;
    this.isLastProven = false;
  }

  #pushAfterGap(row: ChainRow): void {
    const [first, last] = [this.seq + 1, seqOf(row) - 1];
    const [are, them] = first === last ? ["is", "it"] : ["are", "them"];
    const words = `${capital(rangeWords(first, last))} ${are} missing; entry ${last + 1}, which follows, cannot be proven without ${them}.`;
    this.note(problem("dropped", [first, last], words, entryOf(row)));
    this.#suspect({ row, previousMac: this.mac, expectedMac: null });
  }

  note(found: ChainProblem): void {
    if (this.problems.length < PROBLEMS_MAX) this.problems.push(found);
    else this.problemsLeftOut += 1;
  }

  #prove(row: ChainRow): boolean {
    const key = this.#keys.get(keyIdOf(row));
    const expectedMac = key ? macOfText(key, toChainText(this.mac, row)) : "";
    const holds = key !== undefined && expectedMac === macOf(row) && !isOdd(row);
    this.#noteUse(row, holds);
    if (!holds && key) this.#suspect({ row, previousMac: this.mac, expectedMac });
    return holds;
  }

  #suspect(suspect: Suspect): void {
    this.suspectCount += 1;
    if (this.suspects.length < SUSPECTS_MAX) this.suspects.push(suspect);
  }

  #tellApart(keyId: string): string {
    const isKnown = this.#keys.has(keyId) || this.keyUses.has(keyId);
    return isKnown || this.keyUses.size < this.#keys.size + UNKNOWN_KEYS_MAX ? keyId : FURTHER_KEYS;
  }

  #noteUse(row: ChainRow, holds: boolean): void {
    const seq = seqOf(row);
    const keyId = this.#tellApart(keyIdOf(row));
    let use = this.keyUses.get(keyId);
    if (!use) {
      const unproven = this.#keys.has(keyId) ? null : createHash("sha256");
      use = { entries: 0, failures: 0, firstSeq: seq, lastSeq: seq, unproven };
      this.keyUses.set(keyId, use);
    }
    use.entries += 1;
    use.lastSeq = seq;
    if (!holds) use.failures += 1;
    use.unproven?.update(`${JSON.stringify(row)}\n`);
  }
}

export function entryOf(row: ChainRow): { at: number; action: string } {
  return { at: atOf(row), action: actionOf(row) };
}
