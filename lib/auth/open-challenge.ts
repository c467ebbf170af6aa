import { recordAudit } from "../audit/record-audit";
import { MINUTE } from "../clock";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { newId } from "../ids";
import type { UserRow } from "./sessions.repo";
import { insertChallenge } from "./sign-in-challenges.repo";

/** How long the code may take after the password. */
export const CHALLENGE_MS = 5 * MINUTE;

/** What the second page proves the code for, once the password of this hash was proven; its id. */
export async function openChallenge(
  tx: Tx,
  ctx: Context,
  proven: Pick<UserRow, "id" | "passwordHash">,
): Promise<string> {
  const { clock, random } = ctx.runtime;
  const createdAt = clock.now();
  const id = newId("chl", createdAt, random);
  const { id: userId, passwordHash } = proven;
  const expiresAt = createdAt + CHALLENGE_MS;
  await insertChallenge(tx, { id, userId, passwordHash, createdAt, expiresAt, usedAt: null });
  await recordAudit(tx, ctx, {
    action: "session.challenge",
    targetType: "user",
    targetId: userId,
  });
  return id;
}
