import { requirePermission } from "../../auth/require-permission";
import { userIdOf, type Context } from "../../context";
import { UnauthorizedError } from "../../errors";
import type { Page } from "../../paging";
import { getUserRow, requireUserAdministration } from "../require-user-administration";
import type { PersonalTokenDto } from "./dto";
import { toTokenDto } from "./to-token-dto";
import { selectLiveTokens } from "./user-tokens.repo";

/** One's own that still open something, the newest first. */
export async function listOwnTokens(ctx: Context): Promise<Page<PersonalTokenDto>> {
  requirePermission(ctx, "account.self");
  const userId = userIdOf(ctx.actor);
  if (userId === null) throw new UnauthorizedError();
  return listLive(ctx, userId);
}

/** Of any user, for administrators; an unknown id is NotFound. */
export async function listTokens(
  ctx: Context,
  { userId }: { userId: string },
): Promise<Page<PersonalTokenDto>> {
  requireUserAdministration(ctx, "users.read");
  await getUserRow(ctx.runtime.db.read, userId);
  return listLive(ctx, userId);
}

async function listLive({ runtime }: Context, userId: string): Promise<Page<PersonalTokenDto>> {
  const rows = await selectLiveTokens(runtime.db.read, { userId, now: runtime.clock.now() });
  return { items: rows.map(toTokenDto), nextCursor: null, total: rows.length };
}
