import { recordAudit } from "../../audit/record-audit";
import { MINUTE, toIso } from "../../clock";
import type { Context } from "../../context";
import type { Tx } from "../../db/tx";
import { ValidationError } from "../../errors";
import { newId } from "../../ids";
import { requirePermission } from "../require-permission";
import type { UserRow } from "../sessions.repo";
import { checkOwnCode } from "./check-own-code";
import type { EnrolmentDto } from "./dto";
import { otpauthUri, toQrCode } from "./otpauth";
import { requireOwnUser } from "./require-own-user";
import { BeginSecondFactorInput } from "./schemas";
import { putEnrolment } from "./second-factor.repo";
import { enrolmentSecretPlace, newTotpSecret } from "./totp-secret";

/** A secret that was made and not confirmed is worth nothing afterwards. */
export const ENROLMENT_MS = 15 * MINUTE;

/**
 * Makes the secret of a new authenticator and gives it out this once; it counts for nothing until a
 * code of it was given. Where a second factor counts already, that one is proven first: whoever
 * holds an open session and the password alone must not replace it.
 */
export async function beginSecondFactor(
  ctx: Context,
  input: BeginSecondFactorInput & { host: string },
): Promise<EnrolmentDto> {
  requirePermission(ctx, "account.secure");
  const { code } = BeginSecondFactorInput.parse(input);
  const { user } = await requireOwnUser(ctx, ctx.runtime.db.read);
  const begin = (tx: Tx) => putNewEnrolment(tx, ctx, user);
  const { enrolmentId, secret, expiresAt } =
    user.totpConfirmedAt === null
      ? await ctx.runtime.db.write(begin)
      : await checkOwnCode(ctx, { user, code: requireCode(code) }, begin);
  const uri = otpauthUri({ secret, username: user.username, host: input.host });
  return { enrolmentId, secret, uri, qrCode: await toQrCode(uri), expiresAt: toIso(expiresAt) };
}

async function putNewEnrolment(tx: Tx, ctx: Context, user: UserRow) {
  const { clock, random } = ctx.runtime;
  // Again inside the transaction: the session may have ended, or a second factor been confirmed.
  const now = await requireOwnUser(ctx, tx);
  if (now.user.totpConfirmedAt !== user.totpConfirmedAt) throw codeIsMissing();
  const createdAt = clock.now();
  const id = newId("enr", createdAt, random);
  const { secret, sealed } = newTotpSecret(ctx.runtime, enrolmentSecretPlace(id));
  const expiresAt = createdAt + ENROLMENT_MS;
  await putEnrolment(tx, { id, userId: user.id, secret: sealed, createdAt, expiresAt });
  await recordAudit(tx, ctx, {
    action: "user.begin_second_factor",
    targetType: "user",
    targetId: user.id,
  });
  return { enrolmentId: id, secret, expiresAt };
}

function requireCode(code: string | undefined): string {
  if (code === undefined) throw codeIsMissing();
  return code;
}

function codeIsMissing(): ValidationError {
  const advice = "Enter a code of the authenticator that counts now, or a recovery code.";
  return new ValidationError("You have a second factor already.", { fields: { code: [advice] } });
}
