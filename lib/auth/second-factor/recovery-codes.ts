import { createHash } from "node:crypto";
import type { RandomBytes } from "../../ids";
import { RECOVERY_ALPHABET, RECOVERY_CODE_CHARACTERS, inGroups } from "./typed-code.pure";

export const RECOVERY_CODES = 10;

/** Ten codes of 120 random bits, in groups as they are shown. */
export function newRecoveryCodes(random: RandomBytes): string[] {
  return Array.from({ length: RECOVERY_CODES }, () =>
    inGroups(
      Array.from(random(RECOVERY_CODE_CHARACTERS), (byte) =>
        RECOVERY_ALPHABET.charAt(byte & 31),
      ).join(""),
      "-",
    ),
  );
}

/**
 * One round of SHA-256, bound to its user: 120 random bits cannot be guessed however fast the hash is
 * (OWASP ASVS 5.0, 6.5.2, asks for a slow one below 112), and it can be found by its hash alone.
 */
export function hashRecoveryCode(userId: string, code: string): string {
  const plain = code.replaceAll("-", "");
  if (plain.length !== RECOVERY_CODE_CHARACTERS) throw new RangeError("not a recovery code");
  return createHash("sha256")
    .update(`amivault recovery code v1\n${userId}\n${plain}`)
    .digest("base64url");
}
