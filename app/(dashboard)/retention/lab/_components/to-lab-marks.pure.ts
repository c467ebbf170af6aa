import type { TimelineMark } from "../../../../_components/retention-timeline/timeline-marks.pure";
import type { VerdictPair } from "./lab-side.pure";

/** One side's bars; where the other side decides otherwise, it is said. */
export function toLabMarks(pairs: readonly VerdictPair[], side: "A" | "B"): TimelineMark[] {
  const marks: TimelineMark[] = [];
  for (const { id, at, a, b, differs, href } of pairs) {
    const verdict = side === "A" ? a : b;
    if (verdict === null || at === null) continue;
    const { stays, rules, words, goesAt } = verdict;
    const other = side === "A" ? "B" : "A";
    marks.push({
      id,
      at,
      goesAt,
      stays,
      rules,
      words,
      elsewhere: differs ? `policy ${other} ${stays ? "does not keep it" : "keeps it"}` : undefined,
      href,
    });
  }
  return marks;
}
