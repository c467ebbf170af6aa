import type { Database } from "../db/client";
import type { Vault } from "../crypto";
import { openChainKeys, type OpenedChainKeys } from "./chain-key";
import { findFirstSeq, findNextSegment, readRows, type SegmentRow } from "./chain-reader.repo";
import { ChainWalk } from "./chain-walk";
import { actionOf, keyIdOf, macOf, seqOf, type ChainRow } from "./chain.pure";
import { compareHeads, type HeadFigures } from "./compare-heads";
import { explainSuspects } from "./explain-suspects";
import { findOdd } from "./find-odd";
import type { AuditHead } from "./heads.pure";
import { GIVE_UP_ACTION, readGivenUp, type GivenUpKeys, type LostEntries } from "./given-up-keys";
import { judgeKeys, toLost, type Unproven } from "./judge-keys";
import { problem, rangeWords, type ChainProblem } from "./problem.pure";
import { readRestore, RESTORE_ACTION, type AcceptedRestore } from "./restores.pure";
import { tryUnpackBody } from "./segment-body";
import { sealMac } from "./segment-seal";

export interface VerifyOptions {
  /** Written down while the chain grew, by this installation. */
  heads?: readonly AuditHead[];
  /** Only what comes after that entry, which the caller has found in the chain. */
  after?: { seq: number; mac: string };
  /** Entries per read: more are faster, fewer let others work in between. */
  rowsPerRead?: number;
  signal?: AbortSignal;
  onProgress?(entries: number): void | Promise<void>;
}

export interface ChainReport {
  /** How many entries were read, in segments and out of them. */
  entries: number;
  segments: number;
  /** The last entry; number 0 where there is none. */
  last: {
    seq: number;
    mac: string;
    keyId: string | null;
    at: number | null;
    /** Where nothing new was read, what the caller knows of `after`. */
    isProven: boolean;
  };
  heads: HeadFigures;
  /** Whether any head was compared that nobody gave up: without one, nothing tells of a cut tail. */
  checkedEnd: boolean;
  /** What was given up when an older copy of the database was put back. */
  restores: AcceptedRestore[];
  /** What cannot be proven, and whose word that is: no problem, and told. */
  unproven: Unproven[];
  /** In the order of their numbers; empty where the chain is whole. */
  problems: ChainProblem[];
  /** Further entries that do not follow, not looked at one by one. */
  problemsLeftOut: number;
}

const ROWS_PER_READ = 10_000;

type Source = Pick<Database, "read"> & { vault: Vault };

/**
 * Walks segments and entries as one chain and says what is not as it was written, and where. Works
 * beside the application: what is written meanwhile may or may not be part of it.
 */
export async function verifyChain(
  { read, vault }: Source,
  options: VerifyOptions = {},
): Promise<ChainReport> {
  const opened = await openChainKeys(read, vault);
  const verification = new Verification(read, opened, options);
  await verification.walkAll();
  return verification.report(await verification.findOdd());
}

/** What cannot be proven any more, for whoever gives its keys up. */
export async function findLost({ read, vault }: Source) {
  const verification = new Verification(read, await openChainKeys(read, vault), {});
  await verification.walkAll();
  return verification.lost();
}

/** By an entry that is proven, or that one of this key says: keys may have been given up. */
interface SaidRestore {
  restore: AcceptedRestore;
  isProven: boolean;
  keyId: string;
}

class Verification {
  readonly #read: Source["read"];
  readonly #opened: OpenedChainKeys;
  readonly #options: VerifyOptions;
  readonly #walk: ChainWalk;
  readonly #macs = new Map<number, string>();
  readonly #wanted: ReadonlySet<number>;
  readonly #restores: SaidRestore[] = [];
  /** By proven entries; `#named` has the others too. */
  readonly #givenUp: GivenUpKeys[] = [];
  readonly #named: GivenUpKeys[] = [];
  /** Segments whose seal does not hold, by the key it was made with. */
  readonly #unsealed: { keyId: string; problem: ChainProblem }[] = [];
  #segments = 0;
  #hasBegun = false;

  constructor(read: Source["read"], opened: OpenedChainKeys, options: VerifyOptions) {
    this.#read = read;
    this.#opened = opened;
    this.#options = options;
    this.#walk = new ChainWalk(opened.keys, options.after ?? { seq: 0, mac: "" });
    this.#wanted = new Set((options.heads ?? []).map(({ seq }) => seq));
  }

  async walkAll(): Promise<void> {
    let afterFirstSeq = 0;
    while (!this.#options.signal?.aborted) {
      const endsAfter = this.#options.after?.seq ?? 0;
      // First the entries: what is archived between the two reads is found in its segment.
      const first = await findFirstSeq(this.#read, this.#walk.seq + 1);
      const segment = await findNextSegment(this.#read, { afterFirstSeq, endsAfter });
      if (segment && (first === null || segment.firstSeq <= first)) {
        afterFirstSeq = segment.firstSeq;
        this.#pushSegment(segment);
      } else if (first === null) return;
      else await this.#pushRows(first, segment?.firstSeq ?? Infinity);
      await this.#options.onProgress?.(this.#walk.entries);
      await turnOfTheLoop();
    }
  }

  /** Until a segment begins. What was archived since `firstSeq` was read is left to its segment. */
  async #pushRows(firstSeq: number, beforeSeq: number): Promise<void> {
    const limit = Math.max(2, this.#options.rowsPerRead ?? ROWS_PER_READ);
    const rows = await readRows(this.#read, { fromSeq: this.#walk.seq + 1, limit });
    if (rows[0]?.[0] !== firstSeq) return;
    // Several with one number are looked at in one read.
    const lastSeq = rows.length < limit ? undefined : rows.at(-1)?.[0];
    const wholeSeq = lastSeq === firstSeq ? undefined : lastSeq;
    for (const row of rows) {
      const seq = seqOf(row);
      if (seq >= beforeSeq || seq === wholeSeq) return;
      this.#push(row);
    }
  }

  #pushSegment(segment: SegmentRow): void {
    this.#segments += 1;
    const { firstSeq, lastSeq } = segment;
    const range = [firstSeq, lastSeq] as const;
    const name = `The segment of ${rangeWords(firstSeq, lastSeq)}`;
    const key = this.#opened.keys.get(segment.keyId);
    const walk = this.#walk;
    const { keyId } = segment;
    if (!key) {
      const words = `${name}: there is no key to prove its seal: ${keyId}.`;
      this.#unsealed.push({ keyId, problem: problem("key", range, words) });
    } else if (sealMac(key, segment) !== segment.mac) {
      const words = `${name} is not as it was sealed: its columns or its body were changed.`;
      this.#unsealed.push({ keyId, problem: problem("segment", range, words) });
    }
    const rows = tryUnpackBody(segment.body);
    const first = rows?.[0];
    if (!rows || !first || seqOf(first) < firstSeq || seqOf(first) > lastSeq) {
      const why = rows && first ? `it begins with entry ${seqOf(first)}` : "it cannot be read";
      walk.note(problem("segment", range, `${name} has another body: ${why}.`));
      return walk.skipTo(lastSeq, segment.lastMac);
    }
    const from = this.#options.after?.seq ?? 0;
    for (const row of rows) if (seqOf(row) > from) this.#push(row);
  }

  #push(row: ChainRow): void {
    const isProven = this.#walk.push(row);
    const seq = seqOf(row);
    if (this.#wanted.has(seq)) this.#macs.set(seq, macOf(row));
    const action = actionOf(row);
    if (action === "audit.begin_chain") this.#hasBegun = true;
    if (action === GIVE_UP_ACTION) this.#named.push(...readGivenUp(row));
    if (action === GIVE_UP_ACTION && isProven) this.#givenUp.push(...readGivenUp(row));
    if (action === RESTORE_ACTION) {
      const keyId = keyIdOf(row);
      const said = readRestore(row).map((restore) => ({ restore, isProven, keyId }));
      this.#restores.push(...said);
    }
  }

  findOdd(): Promise<ChainProblem[]> {
    const isWhole = this.#options.after === undefined;
    const { broken } = this.#opened;
    return findOdd(this.#read, { isWhole, isBegun: this.#isBegun(), broken });
  }

  /**
   * Before the chain was begun there are entries without a number; where it is broken, the entry that
   * says it was begun may be what is gone.
   */
  #isBegun(): boolean {
    const isWhole = this.#walk.problems.length === 0 && this.#walk.suspectCount === 0;
    const { heads = [], after } = this.#options;
    if (this.#hasBegun || !isWhole || heads.length > 0 || after) return true;
    // The first key comes with the first number.
    return this.#walk.seq === 0 && this.#opened.keys.size + this.#opened.broken.size > 0;
  }

  report(odd: readonly ChainProblem[]): ChainReport {
    const walk = this.#walk;
    const {
      broken,
      problems: keyProblems,
      unproven,
    } = judgeKeys({
      uses: walk.keyUses,
      opened: this.#opened.keys,
      givenUp: this.#givenUp,
      isWhole: this.#options.after === undefined,
    });
    const suspects = walk.suspects.filter(({ row }) => !broken.has(keyIdOf(row)));
    const explained = explainSuspects(this.#opened.keys, suspects);
    const suspectSeqs = new Set(suspects.map(({ row }) => seqOf(row)));
    // What nobody proved, whoever cut the tail may have put there; of a key that was given up, a
    // proven entry vouches for what stood then.
    const isVouched = (id: string) => unproven.some(({ keyId }) => keyId === id);
    const restores = this.#restores
      .filter(({ isProven, keyId }) => isProven || isVouched(keyId))
      .map(({ restore }) => restore);
    const heads = compareHeads({
      heads: this.#options.heads ?? [],
      macs: this.#macs,
      lastSeq: walk.seq,
      restores,
      knownBroken: suspectSeqs,
    });
    const problems = [
      ...walk.problems,
      ...this.#segmentProblems(),
      ...keyProblems,
      ...explained,
      ...odd,
      ...heads.problems,
    ];
    return {
      entries: walk.entries,
      segments: this.#segments,
      last: {
        seq: walk.seq,
        mac: walk.mac,
        keyId: walk.lastKeyId,
        at: walk.lastAt,
        isProven: walk.isLastProven,
      },
      heads: heads.figures,
      checkedEnd: heads.figures.given > heads.figures.givenUp,
      restores,
      unproven,
      problems: problems.toSorted(
        (a, b) => (a.firstSeq ?? Infinity) - (b.firstSeq ?? Infinity) || 0,
      ),
      problemsLeftOut:
        walk.problemsLeftOut +
        (keyProblems.length > 0 ? 0 : walk.suspectCount - walk.suspects.length),
    };
  }

  /** Seals of a key that was given up prove nothing, and its entries are looked at otherwise. */
  #segmentProblems(): ChainProblem[] {
    const isGivenUp = (keyId: string, lastSeq: number | null) =>
      !this.#opened.keys.has(keyId) &&
      this.#givenUp.some(({ seq, keyIds }) => keyIds.includes(keyId) && (lastSeq ?? 0) < seq);
    return this.#unsealed
      .filter(({ keyId, problem: { lastSeq } }) => !isGivenUp(keyId, lastSeq))
      .map(({ problem: found }) => found);
  }

  /** What no key proves, and the keys that are given up already, by a proven entry or not. */
  lost(): { unproven: LostEntries[]; keyIds: string[] } {
    const uses = [...this.#walk.keyUses].filter(([, use]) => use.unproven !== null);
    const unproven = uses.map(([keyId, use]) => toLost(keyId, use));
    return { unproven, keyIds: this.#named.flatMap(({ keyIds }) => keyIds) };
  }
}

function turnOfTheLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
