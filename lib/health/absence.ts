import { MINUTE, type EpochMs } from "../clock";
import type { Queryable } from "../db/client";
import { findLease, putLease } from "../leases/leases.repo";
import type { Runtime } from "../runtime";
import { TICK_DONE_LEASE } from "./get-readiness";

/** Longer without a tick, and the database may have been put back from a copy meanwhile. */
export const ABSENCE_MS = 10 * MINUTE;
const ABSENCE_LEASE = "absence";

/** A tick came to its end; after a long silence, that the silence ended now is written with it. */
export function noteTickDone(
  { db, clock }: Pick<Runtime, "db" | "clock">,
  owner: string,
): Promise<void> {
  const now = clock.now();
  const stamp = { owner, description: "", renewedAt: now, expiresAt: now };
  return db.write(async (tx) => {
    const last = await findLease(tx, TICK_DONE_LEASE);
    if (isSilence(last?.renewedAt, now)) await putLease(tx, { ...stamp, name: ABSENCE_LEASE });
    await putLease(tx, { ...stamp, name: TICK_DONE_LEASE });
  });
}

/**
 * When the last long silence ended, 0 if there was none. What AWS was asked before says nothing of
 * the records as they are.
 */
export async function readAbsenceEnd(q: Queryable): Promise<EpochMs> {
  return (await findLease(q, ABSENCE_LEASE))?.renewedAt ?? 0;
}

/** No tick has come to its end for so long, or none since we are back. */
export async function isAbsent(q: Queryable, now: EpochMs): Promise<boolean> {
  return isSilence((await findLease(q, TICK_DONE_LEASE))?.renewedAt, now);
}

function isSilence(lastAt: EpochMs | undefined, now: EpochMs): boolean {
  return lastAt !== undefined && Math.abs(now - lastAt) > ABSENCE_MS;
}
