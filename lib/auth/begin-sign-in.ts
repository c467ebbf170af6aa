import type { z } from "zod";
import type { Context } from "../context";
import { openChallenge } from "./open-challenge";
import { openSession } from "./open-session";
import { provePassword } from "./prove-password";
import type { SessionWithUser } from "./sessions.repo";
import { PasswordSignInInput } from "./sign-in";

export type BegunSignIn =
  | { kind: "signedIn"; signedIn: SessionWithUser }
  | { kind: "codeOwed"; challengeId: string };

/** The first of two pages: a session, or what the second page proves the code for. */
export async function beginSignIn(
  ctx: Context,
  input: z.infer<typeof PasswordSignInInput> & { userAgent: string },
): Promise<BegunSignIn> {
  const user = await provePassword(ctx, PasswordSignInInput.parse(input));
  const { db } = ctx.runtime;
  if (user.totpConfirmedAt !== null) {
    const challengeId = await db.write((tx) => openChallenge(tx, ctx, user));
    return { kind: "codeOwed", challengeId };
  }
  const { id: userId, passwordHash } = user;
  const { userAgent } = input;
  const signedIn = await db.write((tx) =>
    openSession(tx, ctx, { userId, passwordHash, taken: null, kind: "web", userAgent }),
  );
  return { kind: "signedIn", signedIn };
}
