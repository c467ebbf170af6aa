import type { Context } from "../context";
import type { AuthenticateInput } from "./authenticate";
import { authenticate } from "./authenticate";
import { hashPassword } from "./password-hash";
import { passwordProblem } from "./password-problem";
import type { UserRow } from "./sessions.repo";
import { renewPasswordHash } from "./users.repo";
import { isWerkzeugHash } from "./werkzeug-hash";

/**
 * The user of this name and password. A hash of the application this one replaces is verified this
 * once, and is our own from then on; it took what is refused here, its known default among them: whoever
 * comes with such a password chooses another before anything else.
 */
export async function provePassword(ctx: Context, input: AuthenticateInput): Promise<UserRow> {
  const proven = await authenticate(ctx, input);
  if (!isWerkzeugHash(proven.passwordHash)) return proven;
  const { id, passwordHash: oldHash } = proven;
  const newHash = await hashPassword(input.password);
  const isRefused = passwordProblem(input.password, proven) !== null;
  const mustChangePassword = proven.mustChangePassword || isRefused;
  const renewed = await ctx.runtime.db.write((tx) =>
    renewPasswordHash(tx, { id, oldHash, newHash, mustChangePassword }),
  );
  // Another sign-in was faster: it is proven against what stands there by now.
  if (!renewed) return authenticate(ctx, input);
  return { ...proven, passwordHash: newHash, mustChangePassword };
}
