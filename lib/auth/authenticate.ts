import { recordAudit } from "../audit/record-audit";
import type { Context } from "../context";
import { UnauthorizedError } from "../errors";
import { verifyPassword } from "./password-hash";
import type { UserRow } from "./sessions.repo";
import { giveBackGuess, keepGuess, takeGuess } from "./take-guess";
import { findImportedHashes, selectUserByKey, usernameKeyOf } from "./users.repo";

export interface AuthenticateInput {
  username: string;
  password: string;
  /** Asked of somebody who is signed in already. */
  isProof?: boolean;
}

/**
 * The user this name and password belong to. Unknown, wrong, deactivated and deleted give one
 * message after the same work; failures count against limits that every process shares.
 */
export async function authenticate(ctx: Context, input: AuthenticateInput): Promise<UserRow> {
  const { db } = ctx.runtime;
  const usernameKey = usernameKeyOf(input.username);
  const user = await selectUserByKey(db.read, usernameKey);
  const guess = await takeGuess(ctx, {
    kind: "password",
    whose: user ?? { unknownName: usernameKey },
  });
  const passwordHash = user?.passwordHash ?? null;
  const importedHashes = await findImportedHashes(db.read);
  const { password } = input;
  const matches = await verifyPassword({ password, passwordHash, importedHashes });
  if (!user || !matches || !user.active) {
    await db.write(async (tx) => {
      await keepGuess(tx, ctx, guess);
      await recordAudit(tx, ctx, {
        action: input.isProof === true ? "session.refuse_proof" : "session.refuse",
        targetType: "user",
        targetId: user?.id ?? null,
      });
    });
    throw new UnauthorizedError("The user name or the password is wrong.", {
      reason: "sign_in_failed",
    });
  }
  await db.write((tx) => giveBackGuess(tx, ctx, guess));
  return user;
}
