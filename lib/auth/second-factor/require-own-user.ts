import type { Context } from "../../context";
import type { Queryable } from "../../db/client";
import { UnauthorizedError } from "../../errors";
import { selectSession, type SessionWithUser } from "../sessions.repo";

/** The person who acts in a session, as they are now; tokens and jobs have no second factor. */
export async function requireOwnUser(ctx: Context, q: Queryable): Promise<SessionWithUser> {
  if (ctx.actor.type !== "user") throw new UnauthorizedError();
  return requireLive(await selectSession(q, ctx.actor.sessionId));
}

export function requireLive(found: SessionWithUser | null): SessionWithUser {
  const alive = found?.session.endedAt === null && found.user.active;
  if (!alive || found.user.deletedAt !== null) {
    throw new UnauthorizedError("Your session has ended.");
  }
  return found;
}
