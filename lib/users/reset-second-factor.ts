import { z } from "zod";
import { recordAudit } from "../audit/record-audit";
import { requireEveryAccount, requirePermission } from "../auth/require-permission";
import { clearSecondFactor } from "../auth/second-factor/second-factor.repo";
import { markUserSessionsEnded } from "../auth/sessions.repo";
import { selectUser } from "../auth/users.repo";
import { requireStillActing } from "../auth/require-still-acting";
import { userIdOf, type Context } from "../context";
import { ForbiddenError, NotFoundError } from "../errors";
import { emitEvent } from "../events/emit-event";

export const ResetSecondFactorInput = z.object({ userId: z.string().max(100) });
export type ResetSecondFactorInput = z.infer<typeof ResetSecondFactorInput>;

/**
 * For whoever lost the authenticator and the recovery codes: takes both away, and ends the user's
 * sessions. Nobody does it to themselves, as that would be a way round the code. Harmless when repeated.
 */
export async function resetSecondFactor(
  ctx: Context,
  input: ResetSecondFactorInput,
): Promise<void> {
  requirePermission(ctx, "users.write");
  requireEveryAccount(ctx, "Users are");
  const { userId } = ResetSecondFactorInput.parse(input);
  if (userIdOf(ctx.actor) === userId) {
    throw new ForbiddenError("Nobody resets a second factor of their own.", {
      suggestion: "Change it on the account page, or ask another administrator.",
    });
  }
  const { db, clock } = ctx.runtime;
  await db.write(async (tx) => {
    await requireStillActing(tx, ctx);
    const user = await selectUser(tx, userId);
    if (!user) throw new NotFoundError("The user");
    const at = clock.now();
    await clearSecondFactor(tx, { userId, at });
    await markUserSessionsEnded(tx, { userId, at, reason: "second_factor_reset" });
    await recordAudit(tx, ctx, {
      action: "user.reset_second_factor",
      targetType: "user",
      targetId: userId,
      before: { username: user.username, hasSecondFactor: user.totpConfirmedAt !== null },
      after: { username: user.username, hasSecondFactor: false },
    });
    await emitEvent(ctx.runtime, tx, { type: "user.changed", entityId: userId, accountRef: null });
  });
}
