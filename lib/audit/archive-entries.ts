import type { Queryable } from "../db/client";
import { InternalError } from "../errors";
import { newId } from "../ids";
import type { Runtime } from "../runtime";
import {
  deleteArchived,
  findArchivedEnd,
  findNewestAt,
  findOldest,
  insertSegment,
} from "./archive.repo";
import { openChainKeys, requireChainKey } from "./chain-key";
import { readRows } from "./chain-reader.repo";
import { readChainEnd } from "./chain.repo";
import { ChainWalk } from "./chain-walk";
import { atOf, seqOf } from "./chain.pure";
import { packBody } from "./segment-body";
import { sealMac } from "./segment-seal";

type Parts = Pick<Runtime, "db" | "clock" | "random" | "vault">;

/** Entries of a segment; the write that makes one stays within some tens of milliseconds. */
export const SEGMENT_ENTRIES = 2_000;
/** As many of the newest stay where they are, however old: the next one is chained to the last. */
const KEPT_SHARE = 0.5;

export interface ArchiveOptions {
  /** Epoch milliseconds; only older entries move. */
  before: number;
  segmentEntries?: number;
}

/**
 * Moves the oldest entries into a segment, in one transaction; false where fewer than a segment's are
 * older than `before`. Throws for entries that do not hold: they stay where they are, as evidence.
 */
export async function archiveEntries(
  parts: Parts,
  { before, segmentEntries = SEGMENT_ENTRIES }: ArchiveOptions,
): Promise<boolean> {
  const due = { before, segmentEntries };
  if (!(await isDue(parts.db.read, due))) return false;
  const { keys } = await openChainKeys(parts.db.read, parts.vault);
  return parts.db.write(async (tx) => {
    // Another process may have archived since: what is left need not be old, or enough.
    if (!(await isDue(tx, due))) return false;
    const end = await findArchivedEnd(tx);
    const rows = await readRows(tx, { fromSeq: end.seq + 1, limit: segmentEntries });
    const walk = new ChainWalk(keys, end);
    for (const row of rows) walk.push(row);
    const isWhole = walk.suspectCount === 0 && walk.problems.length === 0;
    const [first, last] = [rows[0], rows.at(-1)];
    if (!first || !last || !isWhole || walk.seq !== end.seq + segmentEntries) {
      throw new InternalError("Old entries of the audit log do not hold and were not archived.", {
        suggestion: "Run `npm run audit -- verify`: it says which ones.",
      });
    }
    const now = parts.clock.now();
    const key = await requireChainKey(tx, parts);
    const segment = {
      id: newId("aus", now, parts.random),
      firstSeq: seqOf(first),
      lastSeq: seqOf(last),
      firstAt: atOf(first),
      lastAt: atOf(last),
      previousMac: end.mac,
      lastMac: walk.mac,
      body: packBody(rows),
      keyId: key.id,
      sealedAt: now,
    };
    await insertSegment(tx, { ...segment, mac: sealMac(key.secret, segment) });
    const deleted = await deleteArchived(tx, segment);
    if (deleted !== rows.length) throw new InternalError("Archived entries were not deleted.");
    return true;
  });
}

async function isDue(q: Queryable, of: Required<ArchiveOptions>): Promise<boolean> {
  const { before, segmentEntries } = of;
  const firstSeq = await findOldest(q);
  const { seq } = await readChainEnd(q);
  if (firstSeq === null || firstSeq + segmentEntries * (1 + KEPT_SHARE) > seq + 1) return false;
  const lastSeq = firstSeq + segmentEntries - 1;
  const newestAt = await findNewestAt(q, { firstSeq, lastSeq });
  return newestAt !== null && newestAt < before;
}
