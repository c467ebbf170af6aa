import { recordAudit } from "../../audit/record-audit";
import { requirePermission } from "../../auth/require-permission";
import { requireStillActing } from "../../auth/require-still-acting";
import { markFamilyEnded, markUserSessionsEnded } from "../../auth/sessions.repo";
import { userIdOf, type Context } from "../../context";
import { NotFoundError, UnauthorizedError } from "../../errors";
import { emitEvent } from "../../events/emit-event";
import { getUserRow, requireUserAdministration } from "../require-user-administration";
import { describeDevice } from "./device.pure";

/** `id` as the list names it. */
interface OneSession {
  sessionId: string;
}

/** One of one's own. No proof is asked for: whoever fears a thief must not be held up. */
export async function endOwnSession(ctx: Context, { sessionId }: OneSession): Promise<void> {
  requirePermission(ctx, "account.self");
  await endOne(ctx, { userId: requireUserId(ctx), sessionId });
}

/** All of one's own but the one that asks; returns how many. */
export async function endOtherSessions(ctx: Context): Promise<number> {
  requirePermission(ctx, "account.self");
  return endAll(ctx, requireUserId(ctx));
}

/** One of any user's, for administrators. */
export async function endSessionOf(
  ctx: Context,
  { userId, sessionId }: OneSession & { userId: string },
): Promise<void> {
  requireUserAdministration(ctx, "users.write");
  await endOne(ctx, { userId, sessionId });
}

/** All of any user's, for administrators, but the one that asks; returns how many. */
export async function endSessionsOfUser(
  ctx: Context,
  { userId }: { userId: string },
): Promise<number> {
  requireUserAdministration(ctx, "users.write");
  await getUserRow(ctx.runtime.db.read, userId);
  return endAll(ctx, userId);
}

function requireUserId({ actor }: Context): string {
  const userId = userIdOf(actor);
  if (userId === null) throw new UnauthorizedError();
  return userId;
}

async function endOne(ctx: Context, of: OneSession & { userId: string }): Promise<void> {
  const { userId, sessionId } = of;
  await ctx.runtime.db.write(async (tx) => {
    await requireStillActing(tx, ctx);
    const at = ctx.runtime.clock.now();
    const ended = await markFamilyEnded(tx, { userId, familyId: sessionId, at, reason: "ended" });
    if (ended === null) throw new NotFoundError("The session");
    await recordAudit(tx, ctx, {
      action: "session.end",
      targetType: "session",
      targetId: sessionId,
      before: { userId, kind: ended.kind, device: describeDevice(ended.userAgent) },
    });
    await emitEvent(ctx.runtime, tx, { type: "user.changed", entityId: userId, accountRef: null });
  });
}

async function endAll(ctx: Context, userId: string): Promise<number> {
  const { runtime } = ctx;
  return runtime.db.write(async (tx) => {
    // Under the id it has by now: a proof in another tab is no other session.
    const own = await requireStillActing(tx, ctx);
    const keeps = own ? { exceptId: own.id } : {};
    const change = { userId, at: runtime.clock.now(), reason: "ended", ...keeps };
    const ended = await markUserSessionsEnded(tx, change);
    if (ended === 0) return 0;
    await recordAudit(tx, ctx, {
      action: "session.end_all",
      targetType: "user",
      targetId: userId,
      before: { sessions: ended },
    });
    await emitEvent(runtime, tx, { type: "user.changed", entityId: userId, accountRef: null });
    return ended;
  });
}
