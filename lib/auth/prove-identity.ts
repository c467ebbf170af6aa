import { z } from "zod";
import { recordAudit } from "../audit/record-audit";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { UnauthorizedError, ValidationError } from "../errors";
import { emitEvent } from "../events/emit-event";
import { replaceSession } from "./replace-session";
import { requireOwnPassword } from "./require-own-password";
import { requirePermission } from "./require-permission";
import { checkOwnCode } from "./second-factor/check-own-code";
import { requireOwnUser } from "./second-factor/require-own-user";
import type { SessionWithUser, UserRow } from "./sessions.repo";

export const ProveIdentityInput = z
  .object({
    password: z.string().max(1_000).optional(),
    /** Of the authenticator, or a recovery code. */
    code: z.string().max(100).optional(),
  })
  .refine(({ password, code }) => Boolean(password) !== Boolean(code), {
    path: ["password"],
    error: "Enter your password, or a code.",
  });
export type ProveIdentityInput = z.infer<typeof ProveIdentityInput>;

/**
 * The person at the keyboard proves the password or a code once more, either of them, under the limits
 * of signing in. Another session takes the place of the caller's, proven now; the transport hands it
 * over.
 */
export async function proveIdentity(
  ctx: Context,
  input: ProveIdentityInput,
): Promise<SessionWithUser> {
  requirePermission(ctx, "account.self");
  const { password, code } = ProveIdentityInput.parse(input);
  const { user } = await requireOwnUser(ctx, ctx.runtime.db.read);
  if (password) {
    const proven = await requireOwnPassword(ctx, { password, field: "password" });
    return ctx.runtime.db.write((tx) => renewSession(tx, ctx, { proven, by: "password" }));
  }
  if (user.totpConfirmedAt === null) throw noSecondFactor();
  const given = { user, code: code ?? "" };
  return checkOwnCode(ctx, given, (tx) => renewSession(tx, ctx, { proven: user, by: "code" }));
}

async function renewSession(
  tx: Tx,
  ctx: Context,
  { proven, by }: { proven: UserRow; by: "password" | "code" },
): Promise<SessionWithUser> {
  const { session: old, user } = await requireOwnUser(ctx, tx);
  // What was proven outside of the transaction holds inside of it.
  if (user.passwordHash !== proven.passwordHash) {
    throw new UnauthorizedError("Your session has ended.");
  }
  const session = await replaceSession(tx, ctx, old);
  await recordAudit(tx, ctx, {
    action: "session.prove",
    targetType: "session",
    targetId: session.id,
    after: { by },
  });
  // Streams of the old id end, and come back with the new one.
  await emitEvent(ctx.runtime, tx, { type: "user.changed", entityId: user.id, accountRef: null });
  return { session, user };
}

function noSecondFactor(): ValidationError {
  return new ValidationError("There is no second factor.", {
    fields: { code: ["You have not set one up: give your password."] },
  });
}
