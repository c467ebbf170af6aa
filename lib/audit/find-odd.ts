import type { Queryable } from "../db/client";
import {
  listHeldTwice,
  listMisnumbered,
  listOddSegments,
  listUnnumbered,
} from "./chain-reader.repo";
import { problem, type ChainProblem } from "./problem.pure";

const LISTED_MAX = 100;

/** What no walk by numbers meets: all of it, or what a look of each minute finds along indexes. */
export async function findOdd(
  q: Queryable,
  of: {
    isWhole: boolean;
    /** From then on no entry is without a number. */
    isBegun: boolean;
    /** Keys that cannot be opened, and why. */
    broken: ReadonlyMap<string, string>;
  },
): Promise<ChainProblem[]> {
  const unnumbered = of.isBegun ? await listUnnumbered(q, LISTED_MAX) : [];
  const misnumbered = await listMisnumbered(q, LISTED_MAX);
  const odd = [
    ...unnumbered.map((entry) =>
      problem("unchained", [null, null], "An entry has no number: nothing proves it.", entry),
    ),
    ...misnumbered.map((entry) =>
      problem(
        "unchained",
        [null, null],
        "An entry has what is no number of the chain: it was put there, and nothing proves it.",
        entry,
      ),
    ),
  ];
  return of.isWhole ? [...(await findOddOfWhole(q, of.broken)), ...odd] : odd;
}

async function findOddOfWhole(
  q: Queryable,
  broken: ReadonlyMap<string, string>,
): Promise<ChainProblem[]> {
  const segments = await listOddSegments(q, LISTED_MAX);
  const twice = await listHeldTwice(q, LISTED_MAX);
  return [
    ...segments.map(({ firstSeq, lastSeq }) =>
      problem("segment", [firstSeq, lastSeq], "A segment stands before the first entry."),
    ),
    ...twice.map((entry) =>
      problem(
        "duplicate",
        [entry.seq, entry.seq],
        `Entry ${entry.seq} is archived already.`,
        entry,
      ),
    ),
    ...[...broken].map(([id, why]) =>
      problem("key", [null, null], `The key ${id} cannot be opened. ${why}`),
    ),
  ];
}
