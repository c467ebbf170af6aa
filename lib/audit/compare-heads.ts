import type { AuditHead } from "./heads.pure";
import { capital, problem, rangeWords, type ChainProblem } from "./problem.pure";
import { isGivenUp, type AcceptedRestore } from "./restores.pure";

export interface HeadFigures {
  given: number;
  /** Found in the chain as they were written down. */
  found: number;
  /** Of entries that a restore gave up. */
  givenUp: number;
}

/** Whether what was written down elsewhere is still in the chain. */
export function compareHeads(of: {
  heads: readonly AuditHead[];
  /** The macs of the chain at the heads' numbers. */
  macs: ReadonlyMap<number, string>;
  lastSeq: number;
  restores: readonly AcceptedRestore[];
  /** Entries that are named already. */
  knownBroken: ReadonlySet<number>;
}): { figures: HeadFigures; problems: ChainProblem[] } {
  const heads = of.heads.toSorted((a, b) => a.seq - b.seq);
  const judged = heads.map((head) => ({ head, verdict: judge(head, of) }));
  const those = (verdict: Verdict) => judged.filter((one) => one.verdict === verdict);
  const found = those("found").map(({ head }) => head);
  const rewritten = those("rewritten").map(({ head }) => head);
  const cut = those("cut").map(({ head }) => head);
  const problems: ChainProblem[] = [];
  const [firstWrong] = rewritten;
  if (firstWrong) {
    const first = 1 + (found.findLast(({ seq }) => seq < firstWrong.seq)?.seq ?? 0);
    const words = `${capital(rangeWords(first, of.lastSeq))}: computed anew. The entry ${firstWrong.seq} that was written down at ${toIso(firstWrong.at)} is another now; what changed is from ${first} on, at ${firstWrong.seq} at the latest.`;
    problems.push({ ...problem("rewritten", [first, of.lastSeq], words), at: firstWrong.at });
  }
  const lastCut = cut.at(-1);
  if (lastCut) {
    const lost = rangeWords(of.lastSeq + 1, lastCut.seq);
    const words = `${capital(lost)}: cut off. The entry ${lastCut.seq} was there at ${toIso(lastCut.at)}; the last one now is ${of.lastSeq}.`;
    problems.push({ ...problem("cut", [of.lastSeq + 1, lastCut.seq], words), at: lastCut.at });
  }
  const givenUp = those("givenUp").length;
  return { figures: { given: heads.length, found: found.length, givenUp }, problems };
}

type Verdict = "found" | "rewritten" | "cut" | "givenUp" | "named";

function judge(
  head: AuditHead,
  of: {
    macs: ReadonlyMap<number, string>;
    lastSeq: number;
    restores: readonly AcceptedRestore[];
    knownBroken: ReadonlySet<number>;
  },
): Verdict {
  const mac = of.macs.get(head.seq);
  if (mac === head.mac) return "found";
  if (isGivenUp(head, of.restores)) return "givenUp";
  if (head.seq > of.lastSeq) return "cut";
  // What is missing or edited is named by its own problem.
  return mac === undefined || of.knownBroken.has(head.seq) ? "named" : "rewritten";
}

function toIso(at: number): string {
  return new Date(at).toISOString();
}
