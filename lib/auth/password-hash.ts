import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import {
  PASSWORD_LENGTH_MAX,
  isWellFormed,
  lengthOf,
  normalizePassword,
} from "./password-rules.pure";
import { isWerkzeugHash, verifyWerkzeug } from "./werkzeug-hash";

/** Argon2id with OWASP's first choice: 19 MiB, two passes, one lane. */
const ARGON2ID = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

let dummy: Promise<string> | null = null;

export function hashPassword(password: string): Promise<string> {
  return hash(normalizePassword(password), ARGON2ID);
}

export interface VerifyPasswordInput {
  password: string;
  /** Null for a user that does not exist. */
  passwordHash: string | null;
  /** Some user's hash of the application this one replaces, as long as one is left. */
  importedHash: string | null;
}

/**
 * The same work whoever it is, one Argon2id verification: a user without a password or who does not
 * exist is verified against a hash that nothing matches. While there are imported hashes, which cost
 * work of their own, everybody costs that as well.
 */
export async function verifyPassword(input: VerifyPasswordInput): Promise<boolean> {
  const { passwordHash } = input;
  const stand = await (dummy ??= hashPassword(randomBytes(32).toString("base64")));
  const given = normalizePassword(input.password);
  const possible = isWellFormed(given) && lengthOf(given) <= PASSWORD_LENGTH_MAX;
  const imported = passwordHash !== null && isWerkzeugHash(passwordHash) ? passwordHash : null;
  const own = passwordHash?.startsWith("$argon2id$") ? passwordHash : null;
  const isOwn = await verify(own ?? stand, possible ? given : "");
  const beside = imported ?? input.importedHash;
  const isImported = beside !== null && (await verifyWerkzeug(input.password, beside));
  return possible && ((own !== null && isOwn) || (imported !== null && isImported));
}
