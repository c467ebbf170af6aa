import { findLiveToken } from "../auth/find-token";
import { permissionNames } from "../auth/permissions";
import { mayDo, requirePermission } from "../auth/require-permission";
import { selectSession } from "../auth/sessions.repo";
import type { Context } from "../context";
import { UnauthorizedError } from "../errors";
import type { MeDto } from "./dto";
import { toMeDto, toTokenMeDto } from "./to-user-dto";

/** Works before the first password change too, and for a personal token of any scope. */
export async function getMe(ctx: Context): Promise<MeDto> {
  requirePermission(ctx, "account.read");
  const { actor, runtime } = ctx;
  const permissions = permissionNames().filter((permission) => mayDo(ctx, permission));
  if (actor.type === "token") {
    const found = await findLiveToken(runtime, actor.tokenId);
    if (!found) throw new UnauthorizedError();
    return toTokenMeDto(found, permissions);
  }
  if (actor.type !== "user") throw new UnauthorizedError();
  const found = await selectSession(runtime.db.read, actor.sessionId);
  if (!found) throw new UnauthorizedError();
  return toMeDto(found, permissions);
}
