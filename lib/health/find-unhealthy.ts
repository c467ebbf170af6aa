import { MINUTE, SECOND } from "../clock";
import { findLease } from "../leases/leases.repo";
import type { Runtime } from "../runtime";
import { LEDGER_DONE_LEASE, TICK_DONE_LEASE, TICK_LEASE } from "./get-readiness";

interface Sign {
  lease: string;
  ageMsMax: number;
  words: string;
}

/** A tick begins each second and its end is written each ten; the ledger check runs each ten. */
const SIGNS: readonly Sign[] = [
  { lease: TICK_LEASE, ageMsMax: 15 * SECOND, words: "no tick has begun lately" },
  { lease: TICK_DONE_LEASE, ageMsMax: 30 * SECOND, words: "no tick has come to its end lately" },
  { lease: LEDGER_DONE_LEASE, ageMsMax: MINUTE, words: "the ledger check does not run" },
];

/** Null while due backups are started and overdue ones looked for; else what is wrong. */
export async function findUnhealthy(
  runtime: Pick<Runtime, "db" | "clock">,
): Promise<string | null> {
  const now = runtime.clock.now();
  for (const { lease, ageMsMax, words } of SIGNS) {
    const stamp = await findLease(runtime.db.read, lease);
    if (!stamp || Math.abs(now - stamp.renewedAt) > ageMsMax) return words;
  }
  return null;
}
