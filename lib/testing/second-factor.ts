import { eq } from "drizzle-orm";
import { generateSync } from "otplib";
import { hashRecoveryCode, newRecoveryCodes } from "../auth/second-factor/recovery-codes";
import { putRecoveryCodes } from "../auth/second-factor/second-factor.repo";
import { newTotpSecret, userSecretPlace } from "../auth/second-factor/totp-secret";
import type { UserRow } from "../auth/sessions.repo";
import { SECOND } from "../clock";
import { users } from "../db/schema";
import { newId } from "../ids";
import type { Runtime } from "../runtime";

export interface TestSecondFactor {
  /** The row as it is now. */
  user: UserRow;
  secret: string;
  recoveryCodes: string[];
  /** What the authenticator shows now, or `steps` of 30 s later. */
  codeNow(steps?: number): string;
}

/** A confirmed second factor as rows, with the authenticator that belongs to it. */
export async function giveSecondFactor(runtime: Runtime, user: UserRow): Promise<TestSecondFactor> {
  const at = runtime.clock.now();
  const { secret, sealed } = newTotpSecret(runtime, userSecretPlace(user.id));
  const codes = newRecoveryCodes(runtime.random);
  const change = { totpSecret: sealed, totpConfirmedAt: at, totpLastStep: null, devicesSince: at };
  await runtime.db.write(async (tx) => {
    await tx.update(users).set(change).where(eq(users.id, user.id));
    await putRecoveryCodes(
      tx,
      codes.map((code) => {
        const id = newId("rcv", at, runtime.random);
        const codeHash = hashRecoveryCode(user.id, code);
        return { id, userId: user.id, codeHash, createdAt: at, usedAt: null };
      }),
    );
  });
  return {
    user: { ...user, ...change },
    secret,
    recoveryCodes: codes,
    codeNow: (steps = 0) => codeOf(secret, runtime.clock.now() + steps * 30 * SECOND),
  };
}

/** What any authenticator shows at that instant. */
export function codeOf(secret: string, at: number): string {
  return generateSync({ secret, epoch: Math.floor(at / SECOND) });
}
