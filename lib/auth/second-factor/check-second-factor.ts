import { recordAudit } from "../../audit/record-audit";
import type { EpochMs } from "../../clock";
import type { Context } from "../../context";
import type { Tx } from "../../db/tx";
import { LimitExceededError, ServiceError, UnauthorizedError, ValidationError } from "../../errors";
import type { UserRow } from "../sessions.repo";
import { giveBackAttempt, takeAttempt } from "../sign-in-attempts.repo";
import { codeLimits } from "./code-limits";
import { hashRecoveryCode } from "./recovery-codes";
import { countRecoveryCodes, takeRecoveryCode, takeStep } from "./second-factor.repo";
import { findStep, userSecretPlace } from "./totp-secret";
import { parseTypedCode } from "./typed-code.pure";

/** What a code that was taken was; of a recovery code, how many are left after it. */
export type TakenCode = { kind: "totp" } | { kind: "recovery"; codesLeft: number };

export interface CheckSecondFactorInput {
  user: Pick<UserRow, "id" | "totpSecret" | "totpConfirmedAt">;
  /** As it was typed: of the authenticator, or a recovery code. */
  code: string;
}

/**
 * Takes a code of this user's second factor, once: the step or the recovery code is spent in the
 * transaction of `then`, what the code was given for. Throws `validation` for what cannot be a code,
 * which costs nothing; `unauthorized` (`wrong_code`) for a wrong or spent one, which counts;
 * `limit_exceeded` when too many were wrong.
 */
export async function checkSecondFactor<T>(
  ctx: Context,
  input: CheckSecondFactorInput,
  then: (tx: Tx, taken: TakenCode) => Promise<T>,
): Promise<T> {
  const { user } = input;
  const typed = parseTypedCode(input.code);
  if (typed === null) throw notACode();
  const { db, clock, vault } = ctx.runtime;
  const limits = codeLimits(ctx, user.id);
  const now = clock.now();
  const comeBackAt = await db.write((tx) => takeAttempt(tx, { limits, now }));
  if (comeBackAt !== null) throw tooMany(comeBackAt - now);
  const confirmedAt = user.totpConfirmedAt;
  if (user.totpSecret === null || confirmedAt === null) throw wrongCode();
  const secret = { sealed: user.totpSecret, place: userSecretPlace(user.id) };
  const step =
    typed.kind === "totp" ? findStep(vault, { secret, digits: typed.digits, now }) : null;
  try {
    return await db.write(async (tx) => {
      const taken =
        typed.kind === "totp"
          ? await spendStep(tx, { userId: user.id, confirmedAt, step })
          : await spendRecoveryCode(tx, { userId: user.id, text: typed.text, at: now });
      if (taken === null) throw wrongCode();
      await giveBackAttempt(tx, limits);
      return then(tx, taken);
    });
  } catch (error) {
    if (isWrongCode(error)) await recordWrongCode(ctx, user.id);
    throw error;
  }
}

async function spendStep(
  tx: Tx,
  input: { userId: string; confirmedAt: EpochMs; step: number | null },
): Promise<TakenCode | null> {
  const { step } = input;
  if (step === null) return null;
  return (await takeStep(tx, { ...input, step })) ? { kind: "totp" } : null;
}

async function spendRecoveryCode(
  tx: Tx,
  input: { userId: string; text: string; at: EpochMs },
): Promise<TakenCode | null> {
  const { userId, text, at } = input;
  const codeHash = hashRecoveryCode(userId, text);
  if (!(await takeRecoveryCode(tx, { userId, codeHash, at }))) return null;
  return { kind: "recovery", codesLeft: await countRecoveryCodes(tx, userId) };
}

function recordWrongCode(ctx: Context, userId: string): Promise<void> {
  return ctx.runtime.db.write((tx) =>
    recordAudit(tx, ctx, {
      action: "second_factor.refuse",
      targetType: "user",
      targetId: userId,
    }),
  );
}

const NOT_RIGHT = "This code is not right, or was used before.";

function wrongCode(): UnauthorizedError {
  return new UnauthorizedError(NOT_RIGHT, {
    reason: "wrong_code",
    suggestion: "Wait for the next code of your authenticator, or use a recovery code.",
  });
}

export function isWrongCode(error: unknown): boolean {
  return error instanceof ServiceError && error.reason === "wrong_code";
}

function notACode(): ValidationError {
  const advice = "Enter the six digits of your authenticator, or a recovery code.";
  return new ValidationError("This is not a code.", { fields: { code: [advice] } });
}

function tooMany(retryAfterMs: number): LimitExceededError {
  return new LimitExceededError("Too many wrong codes.", {
    suggestion: "Wait, then try again.",
    retryAfterMs,
  });
}
