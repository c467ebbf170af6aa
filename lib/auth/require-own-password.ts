import type { Context } from "../context";
import { UnauthorizedError, ValidationError } from "../errors";
import { authenticate } from "./authenticate";
import type { UserRow } from "./sessions.repo";

/**
 * The caller's own password, under the limits of signing in. A wrong one is the fault of `field`: the
 * session itself stands.
 */
export async function requireOwnPassword(
  ctx: Context,
  input: { password: string; field: string },
): Promise<UserRow> {
  if (ctx.actor.type !== "user") throw new UnauthorizedError();
  const { userId, username } = ctx.actor;
  const { password, field } = input;
  const proven = await orWrong(authenticate(ctx, { username, password, isProof: true }), field);
  // The name may have been given to somebody else since.
  if (proven.id !== userId) throw new UnauthorizedError("Your session has ended.");
  return proven;
}

async function orWrong<T>(proof: Promise<T>, field: string): Promise<T> {
  try {
    return await proof;
  } catch (error) {
    if (!(error instanceof UnauthorizedError)) throw error;
    throw new ValidationError("The password is wrong.", {
      fields: { [field]: ["This is not your current password."] },
    });
  }
}
