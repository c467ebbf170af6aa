import { recordAudit } from "../audit/record-audit";
import type { Context } from "../context";
import { LimitExceededError, UnauthorizedError } from "../errors";
import { verifyPassword } from "./password-hash";
import type { UserRow } from "./sessions.repo";
import { giveBackAttempt, takeAttempt } from "./sign-in-attempts.repo";
import { signInLimits } from "./sign-in-limits";
import { selectUserByKey, usernameKeyOf } from "./users.repo";

export interface AuthenticateInput {
  username: string;
  password: string;
}

/**
 * The user this name and password belong to. Unknown, wrong, deactivated and deleted give one
 * message after the same work; failures count against limits that every process shares.
 */
export async function authenticate(ctx: Context, input: AuthenticateInput): Promise<UserRow> {
  const { db, clock } = ctx.runtime;
  const usernameKey = usernameKeyOf(input.username);
  const limits = signInLimits(ctx, usernameKey);
  const now = clock.now();
  const comeBackAt = await db.write((tx) => takeAttempt(tx, { limits, now }));
  if (comeBackAt !== null) {
    throw new LimitExceededError("Too many failed attempts.", {
      suggestion: "Wait, then try again.",
      retryAfterMs: comeBackAt - now,
    });
  }
  const user = await selectUserByKey(db.read, usernameKey);
  const passwordHash = user?.passwordHash ?? null;
  const matches = await verifyPassword({ password: input.password, passwordHash });
  if (!user || !matches || !user.active) {
    await db.write((tx) =>
      recordAudit(tx, ctx, {
        action: "session.refuse",
        targetType: "user",
        targetId: user?.id ?? null,
      }),
    );
    throw new UnauthorizedError("The user name or the password is wrong.", {
      reason: "sign_in_failed",
    });
  }
  await db.write((tx) => giveBackAttempt(tx, limits));
  return user;
}
