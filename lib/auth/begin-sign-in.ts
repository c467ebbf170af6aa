import type { z } from "zod";
import { recordAudit } from "../audit/record-audit";
import { MINUTE } from "../clock";
import type { Context } from "../context";
import { newId } from "../ids";
import { openSession } from "./open-session";
import { provePassword } from "./prove-password";
import type { SessionWithUser, UserRow } from "./sessions.repo";
import { insertChallenge } from "./sign-in-challenges.repo";
import { PasswordSignInInput } from "./sign-in";

/** How long the code may take after the password. */
export const CHALLENGE_MS = 5 * MINUTE;

export type BegunSignIn =
  | { kind: "signedIn"; signedIn: SessionWithUser }
  | { kind: "codeOwed"; challengeId: string };

/** The first of two pages: a session, or what the second page proves the code for. */
export async function beginSignIn(
  ctx: Context,
  input: z.infer<typeof PasswordSignInInput> & { userAgent: string },
): Promise<BegunSignIn> {
  const user = await provePassword(ctx, PasswordSignInInput.parse(input));
  if (user.totpConfirmedAt !== null) {
    return { kind: "codeOwed", challengeId: await challenge(ctx, user) };
  }
  const { id: userId, passwordHash } = user;
  const { userAgent } = input;
  const signedIn = await ctx.runtime.db.write((tx) =>
    openSession(tx, ctx, { userId, passwordHash, taken: null, kind: "web", userAgent }),
  );
  return { kind: "signedIn", signedIn };
}

async function challenge(ctx: Context, user: UserRow): Promise<string> {
  const { clock, random, db } = ctx.runtime;
  return db.write(async (tx) => {
    const createdAt = clock.now();
    const id = newId("chl", createdAt, random);
    const { id: userId, passwordHash } = user;
    const expiresAt = createdAt + CHALLENGE_MS;
    await insertChallenge(tx, { id, userId, passwordHash, createdAt, expiresAt, usedAt: null });
    await recordAudit(tx, ctx, {
      action: "session.challenge",
      targetType: "user",
      targetId: userId,
    });
    return id;
  });
}
