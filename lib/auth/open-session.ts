import { recordAudit } from "../audit/record-audit";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { UnauthorizedError } from "../errors";
import { actingAs } from "./as-user";
import { createSession, type SessionKind } from "./create-session";
import type { TakenCode } from "./second-factor/check-second-factor";
import { endSurplusSessions } from "./end-surplus-sessions";
import type { SessionWithUser } from "./sessions.repo";
import { selectUser, updateLastSignIn } from "./users.repo";

export interface OpenSessionInput {
  /** Who proved everything that signing in asks of them. */
  userId: string;
  /** The hash whose password was proven. */
  passwordHash: string;
  /** The code that was taken with it; null where there is no second factor. */
  taken: TakenCode | null;
  kind: SessionKind;
  userAgent: string;
}

/** A session for whoever is still who they were when they proved it. */
export async function openSession(
  tx: Tx,
  ctx: Context,
  input: OpenSessionInput,
): Promise<SessionWithUser> {
  const { userId, kind, userAgent, taken } = input;
  const user = await selectUser(tx, userId);
  const owesCode = taken === null && user?.totpConfirmedAt !== null;
  if (!user?.active || user.passwordHash !== input.passwordHash || owesCode) {
    throw new UnauthorizedError("The user name or the password is wrong.");
  }
  const session = await createSession(tx, ctx, { userId, kind, userAgent });
  await updateLastSignIn(tx, { id: userId, at: session.createdAt });
  const own = actingAs(ctx, { session, user });
  await recordAudit(tx, own, {
    action: "session.start",
    targetType: "session",
    targetId: session.id,
    after: { kind, ...(taken === null ? {} : { secondFactor: taken.kind }) },
  });
  await endSurplusSessions(tx, own, { userId, kind });
  return { session, user };
}
