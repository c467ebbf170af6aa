import { z } from "zod";
import { recordAudit } from "../audit/record-audit";
import type { Context } from "../context";
import { UnauthorizedError, ValidationError } from "../errors";
import { emitEvent } from "../events/emit-event";
import { replaceSession } from "./replace-session";
import { requireOwnPassword } from "./require-own-password";
import { requirePermission } from "./require-permission";
import { selectSession, type SessionWithUser, type UserRow } from "./sessions.repo";

export const ProveIdentityInput = z
  .object({
    password: z.string().max(1_000).optional(),
    /** Of the authenticator. */
    code: z.string().max(40).optional(),
  })
  .refine(({ password, code }) => Boolean(password) !== Boolean(code), {
    path: ["password"],
    error: "Enter your password, or a code.",
  });
export type ProveIdentityInput = z.infer<typeof ProveIdentityInput>;

/**
 * The person at the keyboard proves the password or a code once more, under the limits of signing
 * in. Another session takes the place of the caller's, proven now; the transport hands it over.
 */
export async function proveIdentity(
  ctx: Context,
  input: ProveIdentityInput,
): Promise<SessionWithUser> {
  requirePermission(ctx, "account.self");
  if (ctx.actor.type !== "user") throw new UnauthorizedError();
  const { userId, sessionId } = ctx.actor;
  const { password, code } = ProveIdentityInput.parse(input);
  const proven = password
    ? await requireOwnPassword(ctx, { password, field: "password" })
    : requireCode(code);
  return ctx.runtime.db.write(async (tx) => {
    const old = await selectSession(tx, sessionId);
    if (!old || !isStill(old.user, proven)) throw new UnauthorizedError("Your session has ended.");
    const session = await replaceSession(tx, ctx, old.session);
    await recordAudit(tx, ctx, {
      action: "session.prove",
      targetType: "session",
      targetId: session.id,
      after: { by: password ? "password" : "code" },
    });
    // Streams of the old id end, and come back with the new one.
    await emitEvent(ctx.runtime, tx, { type: "user.changed", entityId: userId, accountRef: null });
    return { session, user: old.user };
  });
}

function requireCode(_code: string | undefined): UserRow {
  throw new ValidationError("The code is wrong.", {
    fields: { code: ["You have no second factor: give your password."] },
  });
}

/** What was proven outside of the transaction holds inside of it. */
function isStill(now: UserRow, proven: UserRow): boolean {
  return now.active && now.deletedAt === null && now.passwordHash === proven.passwordHash;
}
