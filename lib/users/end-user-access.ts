import { markUserSessionsEnded } from "../auth/sessions.repo";
import type { EpochMs } from "../clock";
import type { Tx } from "../db/tx";
import { revokeUserTokens } from "./user-tokens.repo";
import { revokeLinks } from "./password-links.repo";

/** All that lets a user in without a password: sessions, personal tokens, one-time links. */
export async function endUserAccess(
  tx: Tx,
  change: { userId: string; at: EpochMs; reason: string },
): Promise<void> {
  await markUserSessionsEnded(tx, change);
  await revokeUserTokens(tx, change);
  await revokeLinks(tx, change);
}
