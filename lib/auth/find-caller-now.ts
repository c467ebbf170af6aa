import type { Context } from "../context";
import { asUser } from "./as-user";
import { findLiveSession } from "./find-session";
import { asToken, findLiveToken } from "./find-token";

/** Who the caller is now, not when they asked: null once the session or the token is worth nothing. */
export async function findCallerNow(
  ctx: Context,
): Promise<Pick<Context, "actor" | "accounts"> | null> {
  const { actor, accounts, runtime } = ctx;
  if (actor.type === "user") {
    const found = await findLiveSession(runtime, actor.sessionId);
    return found && asUser(found);
  }
  if (actor.type === "token") {
    const found = await findLiveToken(runtime, actor.tokenId);
    return found && asToken(found);
  }
  return { actor, accounts };
}
