import { z } from "zod";
import { recordAudit } from "../audit/record-audit";
import type { Context } from "../context";
import { UnauthorizedError } from "../errors";
import { actingAs } from "./as-user";
import { authenticate } from "./authenticate";
import { hashPassword } from "./password-hash";
import { createSession, type SessionKind } from "./create-session";
import type { SessionWithUser } from "./sessions.repo";
import { renewPasswordHash, selectUser, updateLastSignIn } from "./users.repo";
import { isWerkzeugHash } from "./werkzeug-hash";

/** No password rules here: what is too short or too long is simply wrong. */
export const SignInInput = z.object({
  username: z.string().trim().min(1, "Enter your user name.").max(200),
  password: z.string().min(1, "Enter your password.").max(1_000),
});
export type SignInInput = z.infer<typeof SignInInput>;

/** Proves the password and opens a session as a row. The one verb without a permission. */
export async function signIn(
  ctx: Context,
  input: SignInInput & { kind: SessionKind; userAgent: string },
): Promise<SessionWithUser> {
  const { username, password } = SignInInput.parse(input);
  const proven = await authenticate(ctx, { username, password });
  // Of the application this one replaces: verified this once, and then our own.
  const newHash = isWerkzeugHash(proven.passwordHash) ? await hashPassword(password) : null;
  return ctx.runtime.db.write(async (tx) => {
    const user = await selectUser(tx, proven.id);
    if (!user?.active || user.passwordHash !== proven.passwordHash) {
      throw new UnauthorizedError("The user name or the password is wrong.");
    }
    const { kind, userAgent } = input;
    const session = await createSession(tx, ctx, { userId: user.id, kind, userAgent });
    if (newHash !== null) await renewPasswordHash(tx, { id: user.id, passwordHash: newHash });
    await updateLastSignIn(tx, { id: user.id, at: session.createdAt });
    await recordAudit(tx, actingAs(ctx, { session, user }), {
      action: "session.start",
      targetType: "session",
      targetId: session.id,
      after: { kind },
    });
    return { session, user };
  });
}
