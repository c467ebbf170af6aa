import { requirePermission } from "../auth/require-permission";
import { selectSession } from "../auth/sessions.repo";
import type { Context } from "../context";
import { UnauthorizedError } from "../errors";
import type { MeDto } from "./dto";
import { toMeDto } from "./to-user-dto";

/** Works before the first password change too. */
export async function getMe(ctx: Context): Promise<MeDto> {
  requirePermission(ctx, "account.read");
  if (ctx.actor.type !== "user") throw new UnauthorizedError();
  const found = await selectSession(ctx.runtime.db.read, ctx.actor.sessionId);
  if (!found) throw new UnauthorizedError();
  return toMeDto(found);
}
