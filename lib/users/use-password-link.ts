import type { BegunSignIn } from "../auth/begin-sign-in";
import type { SessionKind } from "../auth/create-session";
import { openChallenge } from "../auth/open-challenge";
import { openSession } from "../auth/open-session";
import { hashPassword } from "../auth/password-hash";
import { passwordProblem } from "../auth/password-problem";
import { markUserSessionsEnded, type UserRow } from "../auth/sessions.repo";
import type { Context } from "../context";
import { ValidationError } from "../errors";
import { getOpenLink } from "./find-password-link";
import { patchUser } from "./managed-users.repo";
import { markLinkUsed, revokeLinks } from "./password-links.repo";
import { UsePasswordLinkInput } from "./schemas";
import { userChanged } from "./user-changed";

/**
 * Sets the password that the link's user chose and signs them in, but for the second factor where there
 * is one: the link proves this password, which the sign-in page would take for a stranger's guess now that
 * no device is known any more. The link works once.
 */
export async function usePasswordLink(
  ctx: Context,
  input: UsePasswordLinkInput & { kind: SessionKind; userAgent: string },
): Promise<BegunSignIn> {
  const { token, password } = UsePasswordLinkInput.parse(input);
  const { db, clock } = ctx.runtime;
  const { user: known } = await getOpenLink(db.read, { token, now: clock.now() });
  requireGoodPassword(known, password);
  const passwordHash = await hashPassword(password);
  return db.write(async (tx) => {
    const at = clock.now();
    const { link, user } = await getOpenLink(tx, { token, now: at });
    const change = {
      passwordHash,
      passwordChangedAt: at,
      mustChangePassword: false,
      devicesSince: at,
      updatedAt: at,
    };
    await patchUser(tx, user.id, change);
    await markLinkUsed(tx, { id: link.id, at });
    await revokeLinks(tx, { userId: user.id, at });
    await markUserSessionsEnded(tx, { userId: user.id, at, reason: "password_changed" });
    const acting = asOwner(ctx, user);
    await userChanged(tx, acting, {
      action: "user.choose_password",
      userId: user.id,
      after: { username: user.username },
    });
    const { id: userId, totpConfirmedAt } = user;
    if (totpConfirmedAt !== null) {
      const challengeId = await openChallenge(tx, acting, { id: userId, passwordHash });
      return { kind: "codeOwed", challengeId };
    }
    const { kind, userAgent } = input;
    const opened = { userId, passwordHash, taken: null, kind, userAgent };
    return { kind: "signedIn", signedIn: await openSession(tx, ctx, opened) };
  });
}

/** The link says who it is; there is no session yet. */
function asOwner(ctx: Context, { id, username, role }: UserRow): Context {
  const owes = { mustChangePassword: false, mustSetUpSecondFactor: false };
  const provenAt = ctx.runtime.clock.now();
  return {
    ...ctx,
    actor: { type: "user", userId: id, username, role, sessionId: "", provenAt, ...owes },
  };
}

function requireGoodPassword(user: UserRow, password: string): void {
  const problem = passwordProblem(password, user);
  if (problem === null) return;
  throw new ValidationError("The password cannot be used.", { fields: { password: [problem] } });
}
