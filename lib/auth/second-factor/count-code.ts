import { recordAudit } from "../../audit/record-audit";
import type { Context } from "../../context";
import type { Tx } from "../../db/tx";
import { LimitExceededError, ServiceError, UnauthorizedError } from "../../errors";
import { giveBackAttempt, takeAttempt } from "../sign-in-attempts.repo";
import { codeLimits } from "./code-limits";

/**
 * Counts a code as a wrong one before it is looked at, so that a thousand at once are no more than one
 * after another, and takes it back in the transaction of `work`. What `work` throws as `wrongCode` is
 * audited. Throws `limit_exceeded`, and then counts nothing.
 */
export async function countCode<T>(
  ctx: Context,
  user: { id: string },
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const { db, clock } = ctx.runtime;
  const limits = codeLimits(ctx, user.id);
  const now = clock.now();
  const comeBackAt = await db.write((tx) => takeAttempt(tx, { limits, now }));
  if (comeBackAt !== null) throw tooMany(comeBackAt - now);
  try {
    return await db.write(async (tx) => {
      const done = await work(tx);
      await giveBackAttempt(tx, limits);
      return done;
    });
  } catch (error) {
    if (isWrongCode(error)) await recordWrongCode(ctx, user.id);
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

function recordWrongCode(ctx: Context, userId: string): Promise<void> {
  return ctx.runtime.db.write((tx) =>
    recordAudit(tx, ctx, {
      action: "session.refuse_code",
      targetType: "user",
      targetId: userId,
    }),
  );
}

function tooMany(retryAfterMs: number): LimitExceededError {
  return new LimitExceededError("Too many wrong codes.", {
    suggestion: "Wait, then try again.",
    retryAfterMs,
  });
}
