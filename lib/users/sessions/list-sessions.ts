import { requirePermission } from "../../auth/require-permission";
import { toLiveSession } from "../../auth/live-session.pure";
import { readSessionPolicy } from "../../auth/session-policy";
import { familyOf, type SessionRow } from "../../auth/sessions.repo";
import { toIso } from "../../clock";
import { userIdOf, type Context } from "../../context";
import { UnauthorizedError } from "../../errors";
import type { Page } from "../../paging";
import { getUserRow, requireUserAdministration } from "../require-user-administration";
import { describeDevice } from "./device.pure";
import type { SessionDto } from "./dto";
import { selectUnendedSessions } from "./user-sessions.repo";

/** One's own, the last seen first. */
export async function listOwnSessions(ctx: Context): Promise<Page<SessionDto>> {
  requirePermission(ctx, "account.self");
  const userId = userIdOf(ctx.actor);
  if (userId === null) throw new UnauthorizedError();
  return listLive(ctx, userId);
}

/** Of any user, for administrators; an unknown id is NotFound. */
export async function listSessions(
  ctx: Context,
  { userId }: { userId: string },
): Promise<Page<SessionDto>> {
  requireUserAdministration(ctx, "users.read");
  await getUserRow(ctx.runtime.db.read, userId);
  return listLive(ctx, userId);
}

async function listLive(ctx: Context, userId: string): Promise<Page<SessionDto>> {
  const { db, clock } = ctx.runtime;
  const policy = await readSessionPolicy(ctx.runtime);
  const now = clock.now();
  const rows = await selectUnendedSessions(db.read, { userId, now, policy });
  // What signing in does not believe is over, although its time has not come: the clock went back.
  const live = rows.flatMap((row) => toLiveSession(row, { policy, now }) ?? []);
  const items = live
    .toSorted((a, b) => b.lastSeenAt - a.lastSeenAt)
    .map((row) => toSessionDto(ctx, { row, absoluteMs: policy.absoluteMs }));
  return { items, nextCursor: null, total: items.length };
}

function toSessionDto(
  { actor }: Context,
  { row, absoluteMs }: { row: SessionRow; absoluteMs: number },
): SessionDto {
  return {
    id: familyOf(row),
    kind: row.kind,
    device: describeDevice(row.userAgent),
    address: row.address,
    createdAt: toIso(row.createdAt),
    lastSeenAt: toIso(row.lastSeenAt),
    expiresAt: toIso(Math.min(row.expiresAt, row.createdAt + absoluteMs)),
    current: actor.type === "user" && actor.sessionId === row.id,
  };
}
