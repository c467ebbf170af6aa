import { and, desc, eq, gt, isNull, lte, or } from "drizzle-orm";
import type { EpochMs } from "../clock";
import type { Queryable } from "../db/client";
import { guesses } from "../db/schema";
import type { Tx } from "../db/tx";
import { GUESS_WINDOW_MS, STRANGERS_GUESSES_MAX, type Guess } from "./guess-limits.pure";

export type GuessRow = typeof guesses.$inferSelect;

/** What of the last hour may count against this guess; the limits themselves bound it. */
export function listRelatedGuesses(q: Queryable, own: Guess): Promise<GuessRow[]> {
  return q
    .select()
    .from(guesses)
    .where(
      and(
        or(eq(guesses.subject, own.subject), eq(guesses.network, own.network)),
        gt(guesses.at, own.at - GUESS_WINDOW_MS),
      ),
    );
}

/** When strangers may guess again at all, or null when they may. */
export async function strangersAgainAt(q: Queryable, now: EpochMs): Promise<EpochMs | null> {
  const [oldest] = await q
    .select({ at: guesses.at })
    .from(guesses)
    .where(and(isNull(guesses.deviceId), gt(guesses.at, now - GUESS_WINDOW_MS)))
    .orderBy(desc(guesses.at))
    .limit(1)
    .offset(STRANGERS_GUESSES_MAX - 1);
  return oldest ? oldest.at + GUESS_WINDOW_MS : null;
}

export async function insertGuess(tx: Tx, row: GuessRow): Promise<void> {
  await tx.insert(guesses).values(row);
}

export async function deleteGuess(tx: Tx, id: string): Promise<void> {
  await tx.delete(guesses).where(eq(guesses.id, id));
}

export async function updateGuessAt(tx: Tx, change: { id: string; at: EpochMs }): Promise<void> {
  await tx.update(guesses).set({ at: change.at }).where(eq(guesses.id, change.id));
}

/** After a clock went back: what it left in the future counts for an hour from now. */
export async function pullBackGuesses(tx: Tx, now: EpochMs): Promise<void> {
  await tx.update(guesses).set({ at: now }).where(gt(guesses.at, now));
}

/** Those that count no more. */
export async function deleteOldGuesses(tx: Tx, now: EpochMs): Promise<number> {
  return (await tx.delete(guesses).where(lte(guesses.at, now - GUESS_WINDOW_MS))).rowsAffected;
}
