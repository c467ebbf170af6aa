import { recordAudit } from "../../audit/record-audit";
import type { Context } from "../../context";
import type { Queryable } from "../../db/client";
import type { Tx } from "../../db/tx";
import { ConflictError, openNamed, UnauthorizedError } from "../../errors";
import { emitEvent } from "../../events/emit-event";
import { revokeUserTokens } from "../../users/user-tokens.repo";
import { replaceSession } from "../replace-session";
import { requirePermission } from "../require-permission";
import { markUserSessionsEnded, type SessionWithUser } from "../sessions.repo";
import { selectUser } from "../users.repo";
import { codeIsWrong } from "./check-own-code";
import { countCode, isWrongCode } from "./count-code";
import type { RecoveryCodesDto } from "./dto";
import { putNewRecoveryCodes } from "./put-new-recovery-codes";
import { requireOwnUser } from "./require-own-user";
import { ConfirmSecondFactorInput } from "./schemas";
import {
  deleteEnrolment,
  selectEnrolment,
  setSecondFactor,
  type EnrolmentRow,
} from "./second-factor.repo";
import { enrolmentSecretPlace, findStep, moveTotpSecret, userSecretPlace } from "./totp-secret";
import { parseTypedCode } from "./typed-code.pure";

/**
 * From now on the new authenticator counts, and no earlier one. Every session of the user ends, as
 * none was opened with it; another takes the place of the caller's, which the transport hands over.
 * The first one ends personal tokens too: the password alone was enough to make them.
 */
export async function confirmSecondFactor(
  ctx: Context,
  input: ConfirmSecondFactorInput,
): Promise<SessionWithUser & RecoveryCodesDto> {
  requirePermission(ctx, "account.secure");
  const { enrolmentId, code } = ConfirmSecondFactorInput.parse(input);
  const { db } = ctx.runtime;
  const { user } = await requireOwnUser(ctx, db.read);
  const enrolment = await requireEnrolment(ctx, db.read, { userId: user.id, enrolmentId });
  try {
    // Counted: in an open session that is not theirs, somebody else could guess.
    return await countCode(ctx, user, {
      take: async () => stepOf(ctx, { enrolment, code }),
      async use(tx, step) {
        const own = await requireOwnUser(ctx, tx);
        await requireEnrolment(ctx, tx, { userId: user.id, enrolmentId });
        return putSecondFactor(tx, ctx, { own, enrolment, step });
      },
    });
  } catch (error) {
    throw isWrongCode(error) ? codeIsWrong() : error;
  }
}

function stepOf(ctx: Context, input: { enrolment: EnrolmentRow; code: string }): number | null {
  const typed = parseTypedCode(input.code);
  if (typed?.kind !== "totp") return null;
  const { vault, clock } = ctx.runtime;
  const { id, secret: sealed } = input.enrolment;
  const secret = { sealed, place: enrolmentSecretPlace(id) };
  return openNamed(UNREADABLE, () =>
    findStep(vault, { secret, digits: typed.digits, now: clock.now() }),
  );
}

const UNREADABLE = { what: "What was set up here", besides: "Begin the set-up again then." };

async function requireEnrolment(
  ctx: Context,
  q: Queryable,
  wanted: { userId: string; enrolmentId: string },
): Promise<EnrolmentRow> {
  const enrolment = await selectEnrolment(q, wanted.userId);
  const isIt = enrolment?.id === wanted.enrolmentId;
  if (isIt && ctx.runtime.clock.now() < enrolment.expiresAt) return enrolment;
  throw new ConflictError("This set-up was begun anew elsewhere, or has run out.", {
    suggestion: "Begin again; the entry in your authenticator is worth nothing and can go.",
  });
}

async function putSecondFactor(
  tx: Tx,
  ctx: Context,
  input: { own: SessionWithUser; enrolment: EnrolmentRow; step: number },
): Promise<SessionWithUser & RecoveryCodesDto> {
  const { own, enrolment, step } = input;
  const userId = own.user.id;
  const at = ctx.runtime.clock.now();
  const from = { sealed: enrolment.secret, place: enrolmentSecretPlace(enrolment.id) };
  const sealed = moveTotpSecret(ctx.runtime.vault, from, userSecretPlace(userId));
  await setSecondFactor(tx, { userId, sealed, step, at });
  await deleteEnrolment(tx, userId);
  const recoveryCodes = await putNewRecoveryCodes(tx, ctx, userId);
  const session = await replaceSession(tx, ctx, own.session);
  await markUserSessionsEnded(tx, {
    userId,
    at,
    reason: "second_factor_changed",
    exceptId: session.id,
  });
  const replaced = own.user.totpConfirmedAt !== null;
  const tokensRevoked = replaced
    ? 0
    : await revokeUserTokens(tx, { userId, at, reason: "second_factor_confirmed" });
  await recordAudit(tx, ctx, {
    action: "user.confirm_second_factor",
    targetType: "user",
    targetId: userId,
    after: { replaced, ...(tokensRevoked === 0 ? {} : { tokensRevoked }) },
  });
  await emitEvent(ctx.runtime, tx, { type: "user.changed", entityId: userId, accountRef: null });
  const user = await selectUser(tx, userId);
  if (!user) throw new UnauthorizedError();
  return { session, user, recoveryCodes };
}
