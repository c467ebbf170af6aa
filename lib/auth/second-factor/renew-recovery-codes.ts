import { recordAudit } from "../../audit/record-audit";
import type { Context } from "../../context";
import { PreconditionFailedError } from "../../errors";
import { requirePermission } from "../require-permission";
import { checkOwnCode } from "./check-own-code";
import type { RecoveryCodesDto } from "./dto";
import { putNewRecoveryCodes } from "./put-new-recovery-codes";
import { requireOwnUser } from "./require-own-user";
import { RenewRecoveryCodesInput } from "./schemas";

/** Ten new ones; every earlier one is worth nothing from then on. */
export async function renewRecoveryCodes(
  ctx: Context,
  input: RenewRecoveryCodesInput,
): Promise<RecoveryCodesDto> {
  requirePermission(ctx, "account.secure");
  const { code } = RenewRecoveryCodesInput.parse(input);
  const { user } = await requireOwnUser(ctx, ctx.runtime.db.read);
  if (user.totpConfirmedAt === null) {
    throw new PreconditionFailedError("You have no second factor.");
  }
  return checkOwnCode(ctx, { user, code }, async (tx) => {
    await requireOwnUser(ctx, tx);
    const recoveryCodes = await putNewRecoveryCodes(tx, ctx, user.id);
    await recordAudit(tx, ctx, {
      action: "user.renew_recovery_codes",
      targetType: "user",
      targetId: user.id,
    });
    return { recoveryCodes };
  });
}
