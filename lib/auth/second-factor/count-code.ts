import { recordAudit } from "../../audit/record-audit";
import type { Context } from "../../context";
import type { Tx } from "../../db/tx";
import { ServiceError, UnauthorizedError, UnreadableSecretError } from "../../errors";
import type { GuessRow } from "../guesses.repo";
import { giveBackGuess, keepGuess, takeGuess, type GuessedUser } from "../take-guess";

/** A code, and what it is given for; both in one transaction. */
export interface CodeUse<C, T> {
  /** Spends the code; null where it is wrong. */
  take: (tx: Tx) => Promise<C | null>;
  use: (tx: Tx, taken: C) => Promise<T>;
}

/**
 * Counts a code as a wrong one before it is looked at, so that a thousand at once are no more than one
 * after another. Only a wrong one stays counted: a right one is taken back in the transaction of what it
 * is given for, and also where that fails, which spends nothing. Throws `wrong_code`, audited, for a wrong
 * one; `limit_exceeded`, and then counts nothing.
 */
export async function countCode<C, T>(
  ctx: Context,
  user: GuessedUser,
  { take, use }: CodeUse<C, T>,
): Promise<T> {
  const { db } = ctx.runtime;
  const guess = await takeGuess(ctx, { kind: "code", whose: user });
  let isRight = false;
  try {
    return await db.write(async (tx) => {
      isRight = false;
      const taken = await take(tx);
      if (taken === null) throw wrongCode();
      isRight = true;
      const done = await use(tx, taken);
      await giveBackGuess(tx, ctx, guess);
      return done;
    });
  } catch (error) {
    // What failed before the code was judged stays counted: nobody is to try codes for nothing. Where
    // the secret does not open, there was nothing to try them at.
    const isNone = isRight || error instanceof UnreadableSecretError;
    if (isNone) await db.write((tx) => giveBackGuess(tx, ctx, guess));
    else if (isWrongCode(error)) await recordWrongCode(ctx, guess);
    throw error;
  }
}

export function wrongCode(): UnauthorizedError {
  return new UnauthorizedError("This code is not right, or was used before.", {
    reason: "wrong_code",
    suggestion: "Wait for the next code of your authenticator, or use a recovery code.",
  });
}

export function isWrongCode(error: unknown): boolean {
  return error instanceof ServiceError && error.reason === "wrong_code";
}

function recordWrongCode(ctx: Context, guess: GuessRow): Promise<void> {
  return ctx.runtime.db.write(async (tx) => {
    await keepGuess(tx, ctx, guess);
    await recordAudit(tx, ctx, {
      action: "session.refuse_code",
      targetType: "user",
      targetId: guess.subject,
    });
  });
}
