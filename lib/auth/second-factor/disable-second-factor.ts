import { recordAudit } from "../../audit/record-audit";
import type { Context } from "../../context";
import { PreconditionFailedError, UnauthorizedError } from "../../errors";
import { emitEvent } from "../../events/emit-event";
import { requireOwnPassword } from "../require-own-password";
import { requirePermission } from "../require-permission";
import { readSessionPolicy } from "../session-policy";
import type { SessionWithUser } from "../sessions.repo";
import { checkOwnCode } from "./check-own-code";
import { requireOwnUser } from "./require-own-user";
import { DisableSecondFactorInput } from "./schemas";
import { clearSecondFactor } from "./second-factor.repo";

/**
 * Asks for the password and a code: an open session, or one of the two, is not enough. Every browser of
 * the user becomes a stranger, but for the caller's, which the transport makes known anew.
 */
export async function disableSecondFactor(
  ctx: Context,
  input: DisableSecondFactorInput,
): Promise<SessionWithUser> {
  requirePermission(ctx, "account.secure");
  const { password, code } = DisableSecondFactorInput.parse(input);
  const { user } = await requireOwnUser(ctx, ctx.runtime.db.read);
  if (user.totpConfirmedAt === null) {
    throw new PreconditionFailedError("You have no second factor.");
  }
  const { secondFactorRoles } = await readSessionPolicy(ctx.runtime);
  if (secondFactorRoles.includes(user.role)) throw roleAsksForIt();
  const proven = await requireOwnPassword(ctx, { password, field: "password" });
  return checkOwnCode(ctx, { user, code }, async (tx) => {
    const now = await requireOwnUser(ctx, tx);
    if (now.user.passwordHash !== proven.passwordHash) throw new UnauthorizedError();
    const at = ctx.runtime.clock.now();
    await clearSecondFactor(tx, { userId: user.id, at });
    await recordAudit(tx, ctx, {
      action: "user.disable_second_factor",
      targetType: "user",
      targetId: user.id,
    });
    await emitEvent(ctx.runtime, tx, {
      type: "user.changed",
      entityId: user.id,
      accountRef: null,
    });
    return now;
  });
}

function roleAsksForIt(): PreconditionFailedError {
  return new PreconditionFailedError("Your role asks for a second factor.", {
    suggestion: "Change to another authenticator instead.",
  });
}
