import { ScureBase32Plugin, verifySync } from "otplib";
import { SECOND, type EpochMs } from "../../clock";
import type { SealedPlace, Vault } from "../../crypto";
import type { RandomBytes } from "../../ids";

/** Length of the HMAC-SHA-1 behind it, as RFC 4226 section 4 recommends. */
const SECRET_BYTES = 20;
export const STEP_SECONDS = 30;

/** A sealed secret and the row it is bound to. */
export interface SealedSecret {
  sealed: string;
  place: SealedPlace;
}

export function userSecretPlace(userId: string): SealedPlace {
  return { table: "users", column: "totp_secret", rowId: userId };
}

export function enrolmentSecretPlace(enrolmentId: string): SealedPlace {
  return { table: "second_factor_enrolments", column: "secret", rowId: enrolmentId };
}

/** A new secret as base 32, which its user is shown once, and as it is kept. */
export function newTotpSecret(
  { vault, random }: { vault: Vault; random: RandomBytes },
  place: SealedPlace,
): { secret: string; sealed: string } {
  const secret = new ScureBase32Plugin().encode(random(SECRET_BYTES), { padding: false });
  return { secret, sealed: vault.seal(secret, place) };
}

/** The same secret, bound to another row. */
export function moveTotpSecret(vault: Vault, from: SealedSecret, to: SealedPlace): string {
  return vault.seal(vault.open(from.sealed, from.place), to);
}

/**
 * The step of 30 s (RFC 6238: SHA-1, six digits) whose code these digits are, of this step, the one
 * before and the one after; null when they are of none. Whether it was used the caller knows.
 */
export function findStep(
  vault: Vault,
  input: { secret: SealedSecret; digits: string; now: EpochMs },
): number | null {
  const { secret, digits, now } = input;
  return findStepOf(vault.open(secret.sealed, secret.place), { digits, now });
}

/** For the vectors of the RFC; everything else passes a sealed secret to `findStep`. */
export function findStepOf(
  secret: string,
  { digits, now }: { digits: string; now: EpochMs },
): number | null {
  const result = verifySync({
    strategy: "totp",
    secret,
    token: digits,
    algorithm: "sha1",
    digits: 6,
    period: STEP_SECONDS,
    epoch: Math.floor(now / SECOND),
    epochTolerance: STEP_SECONDS,
  });
  return result.valid && "timeStep" in result ? result.timeStep : null;
}
