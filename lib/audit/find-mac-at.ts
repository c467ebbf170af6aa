import type { Queryable } from "../db/client";
import { findEntryMac, findSegmentOf } from "./chain-reader.repo";
import { macOf, seqOf } from "./chain.pure";
import { tryUnpackBody } from "./segment-body";

/** The mac of the entry with that number, archived or not; null where there is none to be read. */
export async function findMacAt(q: Queryable, seq: number): Promise<string | null> {
  const mac = await findEntryMac(q, seq);
  if (mac !== null) return mac;
  const segment = await findSegmentOf(q, seq);
  const row = segment && tryUnpackBody(segment.body)?.find((one) => seqOf(one) === seq);
  return row ? macOf(row) : null;
}
