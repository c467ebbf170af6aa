import { DAY, HOUR, type EpochMs } from "../clock";
import type { AuditHead } from "./heads.pure";

/** All that are younger are kept. */
const RECENT_MS = 31 * DAY;

/**
 * Of the heads of one installation, in the order in which they were written: all of the last month,
 * and of the time before it the last of each hour, which proves those before it. One behind which the
 * numbers step back is kept too, as the next is no proof of it. Some 9,000 a year, however many came.
 */
export async function keepHeads(
  heads: AsyncIterable<AuditHead>,
  { installation, now }: { installation: string; now: EpochMs },
): Promise<AuditHead[]> {
  const kept: AuditHead[] = [];
  for await (const head of heads) {
    if (head.installation !== installation) continue;
    const before = kept.at(-1);
    if (before && before.at < now - RECENT_MS && isProof(head, before)) kept.pop();
    kept.push(head);
  }
  return kept;
}

function isProof(head: AuditHead, before: AuditHead): boolean {
  const isSameHour = Math.floor(head.at / HOUR) === Math.floor(before.at / HOUR);
  return isSameHour && (head.seq > before.seq || head.mac === before.mac);
}
