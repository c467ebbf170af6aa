import { sha256 } from "../auth/sha256";
import type { UserRow } from "../auth/sessions.repo";
import { selectUser } from "../auth/users.repo";
import { toIso, type EpochMs } from "../clock";
import type { Context } from "../context";
import type { Queryable } from "../db/client";
import { PreconditionFailedError } from "../errors";
import type { FoundLinkDto } from "./managed-user-dto";
import { findOpenLink, type PasswordLinkRow } from "./password-links.repo";
import { LinkToken } from "./schemas";

/**
 * Whose password a link chooses. Needs no permission: the token is the proof, and at 256 random bits
 * guesses need no limit. Used, expired, revoked and unknown ones give one answer.
 */
export async function findPasswordLink(ctx: Context, input: LinkToken): Promise<FoundLinkDto> {
  const { token } = LinkToken.parse(input);
  const { db, clock } = ctx.runtime;
  const { link, user } = await getOpenLink(db.read, { token, now: clock.now() });
  return {
    username: user.username,
    purpose: link.purpose,
    expiresAt: toIso(link.expiresAt),
  };
}

export async function getOpenLink(
  q: Queryable,
  of: { token: string; now: EpochMs },
): Promise<{ link: PasswordLinkRow; user: UserRow }> {
  const link = await findOpenLink(q, { tokenHash: sha256(of.token), now: of.now });
  const user = link && (await selectUser(q, link.userId));
  if (link && user?.active) return { link, user };
  throw new PreconditionFailedError("This link does not work any more.", {
    reason: "link_spent",
    suggestion:
      "It was used, replaced or taken back, or it is older than 72 hours. If you have chosen a password with it, sign in; if not, ask an administrator for a new link.",
  });
}
