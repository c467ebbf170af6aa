import type { Context } from "../context";
import type { Queryable } from "../db/client";
import { ForbiddenError, UnauthorizedError } from "../errors";
import { selectToken } from "./personal-tokens.repo";
import { requireLive } from "./second-factor/require-own-user";
import {
  REPLACED,
  selectSession,
  selectSuccessor,
  type SessionRow,
  type SessionWithUser,
  type UserRow,
} from "./sessions.repo";

/**
 * What requirePermission judged is looked at again inside the transaction that writes: AWS may have
 * taken a minute to answer, the write lock seconds, and whoever was put out meanwhile changes nothing
 * any more. Throws `unauthorized` where the session or the token has ended, `forbidden` where its user
 * has another role or other accounts now. A proof in another tab ends nothing: what was asked for under
 * the id from before goes on under the next one. Jobs and the command line act on. Outside of a
 * transaction it stands before what is sent to AWS. Answers with the session as it is now, where one acts.
 */
export async function requireStillActing(q: Queryable, ctx: Context): Promise<SessionRow | null> {
  const { actor } = ctx;
  if (actor.type === "user") {
    const { session, user } = requireLive(await findPresent(q, actor.sessionId));
    requireSameRights(ctx, user);
    return session;
  }
  if (actor.type === "token") requireSameRights(ctx, await requireTokenUser(q, actor.tokenId));
  return null;
}

/** The session, or the one that has taken its place. */
async function findPresent(q: Queryable, sessionId: string): Promise<SessionWithUser | null> {
  const found = await selectSession(q, sessionId);
  return found?.session.endedReason === REPLACED ? selectSuccessor(q, found.session) : found;
}

async function requireTokenUser(q: Queryable, tokenId: string): Promise<UserRow> {
  const found = await selectToken(q, tokenId);
  const isLive = found?.token.revokedAt === null && found.user.active;
  if (!isLive || found.user.deletedAt !== null) {
    throw new UnauthorizedError("This token has ended.");
  }
  return found.user;
}

function requireSameRights({ actor, accounts }: Context, user: UserRow): void {
  const isSame =
    (actor.type === "user" || actor.type === "token") &&
    actor.role === user.role &&
    JSON.stringify(accounts) === JSON.stringify(user.accountRefs ?? "all");
  if (isSame) return;
  throw new ForbiddenError("What you may do has changed meanwhile.", {
    suggestion: "Look at it again before you repeat it.",
  });
}
