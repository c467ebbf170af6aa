import { cellInstant } from "./cell-instant.pure";
import type { Unproven } from "./judge-keys";
import { capital, rangeWords, type ChainProblem } from "./problem.pure";
import type { ChainReport } from "./verify-chain";

const UNCHECKED =
  'THE END WAS NOT CHECKED: a tail that was cut off, or a chain computed anew, cannot be seen without a head. Name a file that has some after --heads: lines of the log (they hold "auditHead"), or a copy of audit-heads from another machine.';

/** The report of `npm run audit -- verify`. */
export function toReportText(report: ChainReport): string {
  const { entries, segments, last, heads, checkedEnd, restores, unproven } = report;
  const { problems, problemsLeftOut } = report;
  const count = problems.length + problemsLeftOut;
  return [
    `${plural(entries, "entry", "entries")} read, ${plural(segments, "segment", "segments")} among them; the last is ${last.seq}${toInstant(last.at)}.`,
    heads.given === 0
      ? "No head was found: neither in audit-heads of the data folder nor in the log files."
      : `${plural(heads.given, "head", "heads")} compared, ${heads.found} found.`,
    ...restores.map(
      ({ seq, at, by, keptSeq, lostSeq }) =>
        `An older copy was put back, says ${by}: entry ${seq}${toInstant(at)} gives up ${keptSeq + 1} to ${lostSeq} as they were.`,
    ),
    ...unproven.map(toUnprovenLine),
    ...problems.map(toLine),
    ...(problemsLeftOut > 0 ? [`And ${problemsLeftOut} more entries that do not hold.`] : []),
    count === 0
      ? toHoldsLine(unproven, checkedEnd)
      : `The chain does not hold: ${plural(count, "place", "places")}.`,
    ...(checkedEnd ? [] : [UNCHECKED]),
  ].join("\n");
}

function toUnprovenLine({ entries, firstSeq, lastSeq, ...by }: Unproven): string {
  const { givenUpBy, givenUpAt, givenUpSeq } = by;
  return `UNPROVEN  ${capital(rangeWords(firstSeq, lastSeq))} cannot be proven (${plural(entries, "entry", "entries")}): their key was lost, given up by ${givenUpBy} with entry ${givenUpSeq}${toInstant(givenUpAt)}. They are as they were then.`;
}

function toHoldsLine(unproven: readonly Unproven[], checkedEnd: boolean): string {
  const entries = unproven.reduce((sum, one) => sum + one.entries, 0);
  const what = checkedEnd ? "The chain holds" : "What is there follows from each other";
  return entries === 0
    ? `${what}.`
    : `${what}, but for ${plural(entries, "entry", "entries")} that cannot be proven.`;
}

function toLine({ kind, words, at, action }: ChainProblem): string {
  const what = action === null ? "" : ` [${action}${toInstant(at)}]`;
  return `${kind.toUpperCase()}  ${words}${what}`;
}

function toInstant(at: number | null): string {
  const instant = cellInstant(at);
  return instant === null ? "" : ` of ${instant}`;
}

function plural(count: number, one: string, many: string): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}
