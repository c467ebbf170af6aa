import { z } from "zod";
import type { Context } from "../context";
import { UnauthorizedError } from "../errors";
import type { Runtime } from "../runtime";
import { openSession } from "./open-session";
import { checkSecondFactor, type TakenCode } from "./second-factor/check-second-factor";
import { Code } from "./second-factor/schemas";
import type { SessionWithUser, UserRow } from "./sessions.repo";
import { markChallengeUsed, selectChallenge, type ChallengeRow } from "./sign-in-challenges.repo";
import { selectUser } from "./users.repo";

export const FinishSignInInput = z.object({
  /** Of the authenticator, or a recovery code. */
  code: Code,
});

interface LiveChallenge {
  challenge: ChallengeRow;
  user: UserRow;
}

/** The second of two pages: the code, for the challenge that this browser was given. */
export async function finishSignIn(
  ctx: Context,
  input: z.infer<typeof FinishSignInInput> & { challengeId: string | null; userAgent: string },
): Promise<SessionWithUser & { taken: TakenCode }> {
  const { code } = FinishSignInInput.parse(input);
  const { userAgent } = input;
  const live = await findLive(ctx.runtime, input.challengeId);
  if (!live) throw challengeOver();
  const { user, challenge } = live;
  return checkSecondFactor(ctx, { user, code }, async (tx, taken) => {
    const at = ctx.runtime.clock.now();
    if (!(await markChallengeUsed(tx, { id: challenge.id, at }))) throw challengeOver();
    const { userId, passwordHash } = challenge;
    const opened = { userId, passwordHash, taken, kind: "web", userAgent } as const;
    return { ...(await openSession(tx, ctx, opened)), taken };
  });
}

/** Whether the second page has anything to ask for. */
export async function hasLiveChallenge(
  runtime: Runtime,
  challengeId: string | null,
): Promise<boolean> {
  return (await findLive(runtime, challengeId)) !== null;
}

/** Worth nothing once it was used or is too old, or its user is another than when it was begun. */
async function findLive(
  { db, clock }: Runtime,
  challengeId: string | null,
): Promise<LiveChallenge | null> {
  if (challengeId === null) return null;
  const challenge = await selectChallenge(db.read, challengeId);
  if (!challenge || challenge.usedAt !== null || clock.now() >= challenge.expiresAt) return null;
  const user = await selectUser(db.read, challenge.userId);
  const isSame = user?.active && user.passwordHash === challenge.passwordHash;
  return isSame && user.totpConfirmedAt !== null ? { challenge, user } : null;
}

function challengeOver(): UnauthorizedError {
  return new UnauthorizedError("This sign-in took too long, or was finished already.", {
    reason: "challenge_over",
    suggestion: "Begin again with your password.",
  });
}
