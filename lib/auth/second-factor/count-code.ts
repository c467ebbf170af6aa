import { recordAudit } from "../../audit/record-audit";
import type { Context } from "../../context";
import type { Tx } from "../../db/tx";
import { ServiceError, UnauthorizedError } from "../../errors";
import type { GuessRow } from "../guesses.repo";
import { giveBackGuess, keepGuess, takeGuess, type GuessedUser } from "../take-guess";

/**
 * Counts a code as a wrong one before it is looked at, so that a thousand at once are no more than one
 * after another, and takes it back in the transaction of `work`. What `work` throws as `wrongCode` is
 * audited. Throws `limit_exceeded`, and then counts nothing.
 */
export async function countCode<T>(
  ctx: Context,
  user: GuessedUser,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const { db } = ctx.runtime;
  const guess = await takeGuess(ctx, { kind: "code", whose: user });
  try {
    return await db.write(async (tx) => {
      const done = await work(tx);
      await giveBackGuess(tx, guess);
      return done;
    });
  } catch (error) {
    if (isWrongCode(error)) await recordWrongCode(ctx, guess);
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
