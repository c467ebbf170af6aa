import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import {
  PASSWORD_LENGTH_MAX,
  isWellFormed,
  lengthOf,
  normalizePassword,
} from "./password-rules.pure";
import { isWerkzeugHash, verifyWerkzeug, werkzeugMethodOf } from "./werkzeug-hash";

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
  /** Of the application this one replaces: some user's hash for each way in which one is left. */
  importedHashes: readonly string[];
}

/**
 * The same work whoever it is, one Argon2id verification: a user without a password or who does not
 * exist is verified against a hash that nothing matches. While there are imported hashes, which cost
 * work of their own, everybody costs that as well, once for each way in which they were made.
 */
export async function verifyPassword(input: VerifyPasswordInput): Promise<boolean> {
  const { password, passwordHash } = input;
  const stand = await (dummy ??= hashPassword(randomBytes(32).toString("base64")));
  const given = normalizePassword(password);
  const possible = isWellFormed(given) && lengthOf(given) <= PASSWORD_LENGTH_MAX;
  const imported = passwordHash !== null && isWerkzeugHash(passwordHash) ? passwordHash : null;
  const own = passwordHash?.startsWith("$argon2id$") ? passwordHash : null;
  const isOwn = await verify(own ?? stand, possible ? given : "");
  let isImported = false;
  for (const hash of withOwnInPlace(input.importedHashes, imported)) {
    const matches = await verifyWerkzeug(password, hash);
    if (hash === imported) isImported = matches;
  }
  return possible && ((own !== null && isOwn) || (imported !== null && isImported));
}

/** In the place of the one that was made in the same way. */
function withOwnInPlace(hashes: readonly string[], own: string | null): readonly string[] {
  if (own === null) return hashes;
  const others = hashes.filter((hash) => werkzeugMethodOf(hash) !== werkzeugMethodOf(own));
  return [...others, own];
}
