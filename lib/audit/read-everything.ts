import type { Queryable } from "../db/client";
import { findNextSegment, findSegmentOf, readRows } from "./chain-reader.repo";
import { seqOf, type ChainRow } from "./chain.pure";
import { tryUnpackBody } from "./segment-body";

const ROWS_PER_READ = 1_000;

/** Every entry in the order of the numbers, archived ones first; what cannot be read is left out. */
export async function* readEverything(q: Queryable): AsyncGenerator<ChainRow[]> {
  let next = 1;
  for (;;) {
    const segment = await findSegmentOf(q, next);
    if (segment) {
      const from = next;
      yield (tryUnpackBody(segment.body) ?? []).filter((row) => seqOf(row) >= from);
      next = segment.lastSeq + 1;
      continue;
    }
    const rows = await readRows(q, { fromSeq: next, limit: ROWS_PER_READ });
    const first = rows[0] ? seqOf(rows[0]) : Infinity;
    // What was archived between the two reads, or what comes after a part that is missing.
    const later = first === next ? null : await findNextSegment(q, toBounds(next));
    if (later && later.firstSeq <= first) next = Math.max(next, later.firstSeq);
    else if (rows.length === 0) return;
    else {
      yield rows;
      next = seqOf(rows.at(-1) ?? []) + 1;
    }
  }
}

function toBounds(next: number) {
  return { afterFirstSeq: next - 1, endsAfter: next - 1 };
}
