import { recordAudit } from "../../audit/record-audit";
import { requirePermission } from "../../auth/require-permission";
import { requireStillActing } from "../../auth/require-still-acting";
import { userIdOf, type Context } from "../../context";
import { NotFoundError, UnauthorizedError } from "../../errors";
import { emitEvent } from "../../events/emit-event";
import { requireUserAdministration } from "../require-user-administration";
import { markRevoked } from "./user-tokens.repo";

/** One of one's own. No proof is asked for: whoever has lost a token must not be held up. */
export async function revokeOwnToken(
  ctx: Context,
  { tokenId }: { tokenId: string },
): Promise<void> {
  requirePermission(ctx, "account.self");
  const userId = userIdOf(ctx.actor);
  if (userId === null) throw new UnauthorizedError();
  await revoke(ctx, { userId, tokenId });
}

/** One of any user's, for administrators. */
export async function revokeTokenOf(
  ctx: Context,
  of: { userId: string; tokenId: string },
): Promise<void> {
  requireUserAdministration(ctx, "users.write");
  await revoke(ctx, of);
}

async function revoke(ctx: Context, of: { userId: string; tokenId: string }): Promise<void> {
  const { userId, tokenId } = of;
  await ctx.runtime.db.write(async (tx) => {
    await requireStillActing(tx, ctx);
    const at = ctx.runtime.clock.now();
    const revoked = await markRevoked(tx, { id: tokenId, userId, at, reason: "revoked" });
    if (revoked === null) throw new NotFoundError("The token");
    await recordAudit(tx, ctx, {
      action: "token.revoke",
      targetType: "token",
      targetId: tokenId,
      before: { userId, name: revoked.name },
    });
    await emitEvent(ctx.runtime, tx, { type: "user.changed", entityId: userId, accountRef: null });
  });
}
