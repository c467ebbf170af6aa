import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { UnauthorizedError } from "../errors";
import { createSession } from "./create-session";
import { REPLACED, markEnded, type SessionRow } from "./sessions.repo";

/** Another id for the same sign-in: the one before is dead, also for whoever has seen it. */
export async function replaceSession(tx: Tx, ctx: Context, old: SessionRow): Promise<SessionRow> {
  const { id, userId, kind, userAgent } = old;
  const at = ctx.runtime.clock.now();
  if (!(await markEnded(tx, { id, at, reason: REPLACED }))) {
    throw new UnauthorizedError("Your session has ended.");
  }
  return createSession(tx, ctx, { userId, kind, userAgent, replaces: old });
}
