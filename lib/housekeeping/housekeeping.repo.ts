import { and, inArray, isNotNull, like, lt, lte, max, or } from "drizzle-orm";
import type { EpochMs } from "../clock";
import {
  apiTokens,
  events,
  idempotencyKeys,
  leases,
  secondFactorEnrolments,
  sessions,
  signInChallenges,
} from "../db/schema";
import type { Tx } from "../db/tx";
import { KNOWN_KEYS_PREFIX, PROCESS_PREFIX } from "../leases/lease-names.pure";

/** A write stays short; what is left is found again by the next round. */
export const ROWS_MAX = 500;

/** Events older than `before`, but never the newest `keep`. */
export async function deleteOldEvents(
  tx: Tx,
  options: { before: EpochMs; keep: number },
): Promise<number> {
  const [newest] = await tx.select({ id: max(events.id) }).from(events);
  const lastId = (newest?.id ?? 0) - options.keep;
  const old = tx
    .select({ id: events.id })
    .from(events)
    .where(and(lte(events.id, lastId), lt(events.at, options.before)))
    .limit(ROWS_MAX);
  return (await tx.delete(events).where(inArray(events.id, old))).rowsAffected;
}

export async function deleteOldIdempotencyKeys(tx: Tx, before: EpochMs): Promise<number> {
  return (await tx.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, before)))
    .rowsAffected;
}

/** Personal tokens that were revoked or ran out before then; the audit log keeps what became of them. */
export async function deleteOldTokens(tx: Tx, before: EpochMs): Promise<number> {
  const over = or(lt(apiTokens.expiresAt, before), lt(apiTokens.revokedAt, before));
  const old = tx.select({ id: apiTokens.id }).from(apiTokens).where(over).limit(ROWS_MAX);
  return (await tx.delete(apiTokens).where(inArray(apiTokens.id, old))).rowsAffected;
}

/** Sessions that ended or ran out before then. */
export async function deleteOldSessions(tx: Tx, before: EpochMs): Promise<number> {
  const over = or(
    lt(sessions.expiresAt, before),
    and(isNotNull(sessions.endedAt), lt(sessions.endedAt, before)),
  );
  const old = tx.select({ id: sessions.id }).from(sessions).where(over).limit(ROWS_MAX);
  return (await tx.delete(sessions).where(inArray(sessions.id, old))).rowsAffected;
}

export async function deleteOverChallenges(tx: Tx, now: EpochMs): Promise<number> {
  const over = tx
    .select({ id: signInChallenges.id })
    .from(signInChallenges)
    .where(lt(signInChallenges.expiresAt, now))
    .limit(ROWS_MAX);
  return (await tx.delete(signInChallenges).where(inArray(signInChallenges.id, over))).rowsAffected;
}

/** The secret of a set-up that nobody confirmed goes with its row. */
export async function deleteOverEnrolments(tx: Tx, now: EpochMs): Promise<number> {
  return (await tx.delete(secondFactorEnrolments).where(lt(secondFactorEnrolments.expiresAt, now)))
    .rowsAffected;
}

/** What processes that were killed left behind; stamps such as the last tick are kept. */
export async function deleteDeadProcesses(tx: Tx, before: EpochMs): Promise<number> {
  const ofProcess = or(
    like(leases.name, `${PROCESS_PREFIX}%`),
    like(leases.name, `${KNOWN_KEYS_PREFIX}%`),
  );
  const dead = and(ofProcess, lt(leases.expiresAt, before));
  return (await tx.delete(leases).where(dead)).rowsAffected;
}
