import { z } from "zod";
import type { Context } from "../context";
import { UnauthorizedError } from "../errors";
import type { SessionKind } from "./create-session";
import { openSession } from "./open-session";
import { provePassword } from "./prove-password";
import { checkSecondFactor } from "./second-factor/check-second-factor";
import { Code } from "./second-factor/schemas";
import type { SessionWithUser } from "./sessions.repo";

/** No password rules here: what is too short or too long is simply wrong. */
export const PasswordSignInInput = z.object({
  username: z.string().trim().min(1, "Enter your user name.").max(200),
  password: z.string().min(1, "Enter your password.").max(1_000),
});

export const SignInInput = PasswordSignInInput.extend({
  /** A code of the authenticator or a recovery code, where there is a second factor. */
  otp: Code.optional(),
});
export type SignInInput = z.infer<typeof SignInInput>;

/**
 * Proves the password, and the code where one is owed, in one request; opens a session as a row.
 * Throws `second_factor_required` after the right password alone.
 */
export async function signIn(
  ctx: Context,
  input: SignInInput & { kind: SessionKind; userAgent: string },
): Promise<SessionWithUser> {
  const { username, password, otp } = SignInInput.parse(input);
  const user = await provePassword(ctx, { username, password });
  const { kind, userAgent } = input;
  const proven = { userId: user.id, passwordHash: user.passwordHash, kind, userAgent };
  if (user.totpConfirmedAt === null) {
    return ctx.runtime.db.write((tx) => openSession(tx, ctx, { ...proven, taken: null }));
  }
  if (otp === undefined) throw codeRequired();
  return checkSecondFactor(ctx, { user, code: otp, field: "otp" }, (tx, taken) =>
    openSession(tx, ctx, { ...proven, taken }),
  );
}

function codeRequired(): UnauthorizedError {
  return new UnauthorizedError("A code of your second factor is needed as well.", {
    reason: "second_factor_required",
    suggestion: "Send `otp` with it: a code of your authenticator, or a recovery code.",
  });
}
