import type { Context } from "../context";
import type { AuthenticateInput } from "./authenticate";
import { authenticate } from "./authenticate";
import { hashPassword } from "./password-hash";
import type { UserRow } from "./sessions.repo";
import { renewPasswordHash } from "./users.repo";
import { isWerkzeugHash } from "./werkzeug-hash";

/**
 * The user of this name and password. A hash of the application this one replaces is verified this
 * once, and is our own from then on.
 */
export async function provePassword(ctx: Context, input: AuthenticateInput): Promise<UserRow> {
  const proven = await authenticate(ctx, input);
  if (!isWerkzeugHash(proven.passwordHash)) return proven;
  const { id, passwordHash: oldHash } = proven;
  const newHash = await hashPassword(input.password);
  const renewed = await ctx.runtime.db.write((tx) =>
    renewPasswordHash(tx, { id, oldHash, newHash }),
  );
  // Another sign-in was faster: it is proven against what stands there by now.
  return renewed ? { ...proven, passwordHash: newHash } : authenticate(ctx, input);
}
