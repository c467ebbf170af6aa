import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import { NO_PASSWORD } from "./no-password.pure";
import { isWerkzeugHash, verifyWerkzeug } from "./werkzeug-hash";
import { PASSWORD_LENGTH_MAX, normalizePassword } from "./password-rules.pure";

/** Argon2id with OWASP's first choice: 19 MiB, two passes, one lane. */
const ARGON2ID = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

let dummy: Promise<string> | null = null;

export function hashPassword(password: string): Promise<string> {
  return hash(normalizePassword(password), ARGON2ID);
}

/**
 * Takes the same work whether or not there is such a user: without a hash, one of the same cost
 * that nothing matches is verified.
 */
export async function verifyPassword(input: {
  password: string;
  passwordHash: string | null;
}): Promise<boolean> {
  const stand = await (dummy ??= hashPassword(randomBytes(32).toString("base64")));
  const given = normalizePassword(input.password);
  const tooLong = Array.from(given).length > PASSWORD_LENGTH_MAX;
  const known = input.passwordHash === NO_PASSWORD ? null : input.passwordHash;
  const old = known !== null && isWerkzeugHash(known);
  const hashed = old ? stand : (known ?? stand);
  const isOurs = await verify(hashed, tooLong ? "" : given);
  // One that was imported costs its own work on top, once: signing in replaces it.
  const matches = old ? await verifyWerkzeug(input.password, known ?? "") : isOurs;
  return matches && known !== null && !tooLong;
}
