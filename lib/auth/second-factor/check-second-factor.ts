import type { EpochMs } from "../../clock";
import type { Context } from "../../context";
import type { Tx } from "../../db/tx";
import { openNamed, ValidationError } from "../../errors";
import type { UserRow } from "../sessions.repo";
import { countCode } from "./count-code";
import { hashRecoveryCode } from "./recovery-codes";
import { countRecoveryCodes, takeRecoveryCode, takeStep } from "./second-factor.repo";
import { findStep, userSecretPlace } from "./totp-secret";
import { parseTypedCode, type TypedCode } from "./typed-code.pure";

/** What a code that was taken was; of a recovery code, how many are left after it. */
export type TakenCode = { kind: "totp" } | { kind: "recovery"; codesLeft: number };

export interface CheckSecondFactorInput {
  /** As the row was read: of a second factor that was replaced since, no code counts. */
  user: UserRow;
  /** As it was typed: of the authenticator, or a recovery code. */
  code: string;
  /** What the form calls it; `code` unless it is said. */
  field?: string;
}

/**
 * Takes a code of this user's second factor, once: the step or the recovery code is spent in the
 * transaction of `then`, what the code was given for. Throws `validation` for what cannot be a code,
 * which costs nothing; `unauthorized` (`wrong_code`) for a wrong or spent one, which counts;
 * `limit_exceeded` when too many were wrong; UnreadableSecretError for a second factor that does not open.
 */
export async function checkSecondFactor<T>(
  ctx: Context,
  { user, code, field = "code" }: CheckSecondFactorInput,
  then: (tx: Tx, taken: TakenCode) => Promise<T>,
): Promise<T> {
  const typed = parseTypedCode(code);
  if (typed === null) throw notACode(field);
  return countCode(ctx, user, { take: (tx) => takeCode(tx, ctx, { user, typed }), use: then });
}

async function takeCode(
  tx: Tx,
  ctx: Context,
  { user, typed }: { user: UserRow; typed: TypedCode },
): Promise<TakenCode | null> {
  const now = ctx.runtime.clock.now();
  return typed.kind === "totp"
    ? takeTotp(tx, ctx, { user, digits: typed.digits, now })
    : takeRecovery(tx, { userId: user.id, text: typed.text, now });
}

async function takeTotp(
  tx: Tx,
  ctx: Context,
  { user, digits, now }: { user: UserRow; digits: string; now: EpochMs },
): Promise<TakenCode | null> {
  const { id: userId, totpSecret: sealed, totpConfirmedAt: confirmedAt } = user;
  if (sealed === null || confirmedAt === null) return null;
  const secret = { sealed, place: userSecretPlace(userId) };
  const step = openNamed(UNREADABLE, () => findStep(ctx.runtime.vault, { secret, digits, now }));
  if (step === null || !(await takeStep(tx, { userId, confirmedAt, step }))) return null;
  return { kind: "totp" };
}

async function takeRecovery(
  tx: Tx,
  { userId, text, now }: { userId: string; text: string; now: EpochMs },
): Promise<TakenCode | null> {
  const codeHash = hashRecoveryCode(userId, text);
  if (!(await takeRecoveryCode(tx, { userId, codeHash, at: now }))) return null;
  return { kind: "recovery", codesLeft: await countRecoveryCodes(tx, userId) };
}

const UNREADABLE = {
  what: "Your second factor",
  besides: "A recovery code works too, and an administrator can reset your second factor.",
};

function notACode(field: string): ValidationError {
  const advice = "Enter the six digits of your authenticator, or a recovery code.";
  return new ValidationError("This is not a code.", { fields: { [field]: [advice] } });
}
