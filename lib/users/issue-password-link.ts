import { sha256 } from "../auth/sha256";
import { HOUR, toIso } from "../clock";
import { userIdOf, type Context } from "../context";
import type { PasswordLinkPurpose } from "../db/schema/constants";
import type { Tx } from "../db/tx";
import { newId, newToken } from "../ids";
import type { PasswordLinkDto } from "./managed-user-dto";
import { PASSWORD_LINK_PATH } from "./password-link-path.pure";
import { insertPasswordLink, revokeLinks } from "./password-links.repo";

export const PASSWORD_LINK_MS = 72 * HOUR;
/** A link of its own in place of the one before; the caller audits. */
export async function issuePasswordLink(
  tx: Tx,
  ctx: Context,
  of: { userId: string; purpose: PasswordLinkPurpose },
): Promise<PasswordLinkDto> {
  const { clock, random, config } = ctx.runtime;
  const now = clock.now();
  const token = newToken(random);
  const expiresAt = now + PASSWORD_LINK_MS;
  await revokeLinks(tx, { userId: of.userId, at: now });
  await insertPasswordLink(tx, {
    ...of,
    id: newId("pwl", now, random),
    tokenHash: sha256(token),
    createdBy: userIdOf(ctx.actor),
    createdAt: now,
    expiresAt,
    usedAt: null,
    revokedAt: null,
  });
  const path = `${PASSWORD_LINK_PATH}#${token}`;
  const url = config.publicUrl === undefined ? null : new URL(path, config.publicUrl).href;
  return { path, url, purpose: of.purpose, expiresAt: toIso(expiresAt) };
}
