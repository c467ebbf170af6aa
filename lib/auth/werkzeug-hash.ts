import { pbkdf2, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const deriveScrypt = promisify<
  string,
  string,
  number,
  { N: number; r: number; p: number; maxmem: number },
  Buffer
>(scrypt);
const derivePbkdf2 = promisify(pbkdf2);

/** What a forged row could make this process spend. */
const MEMORY_MAX = 256 * 1024 * 1024;
const ITERATIONS_MAX = 5_000_000;
const SCRYPT_BYTES = 64;

/** A password hash of the application this one replaces: `method$salt$hex`. */
export function isWerkzeugHash(hash: string): boolean {
  return /^(scrypt|pbkdf2):[^$]+\$[^$]+\$[0-9a-f]+$/.test(hash);
}

/**
 * As Werkzeug's check_password_hash: `scrypt:N:r:p`, whose key has 64 bytes, or
 * `pbkdf2:digest:iterations`, whose key is as long as the digest. Any other method matches nothing.
 */
export async function verifyWerkzeug(password: string, hash: string): Promise<boolean> {
  const [method = "", salt = "", hex = ""] = hash.split("$");
  const wanted = Buffer.from(hex, "hex");
  const derived = await derive({
    password,
    salt,
    length: wanted.length,
    method: method.split(":"),
  });
  return derived !== null && derived.length === wanted.length && timingSafeEqual(derived, wanted);
}

async function derive(input: {
  password: string;
  salt: string;
  length: number;
  method: readonly string[];
}): Promise<Buffer | null> {
  const { password, salt, length } = input;
  const [name, ...settings] = input.method;
  if (name === "scrypt") {
    const [N = 0, r = 0, p = 0] = settings.map(Number);
    const isPower = N > 1 && Number.isInteger(Math.log2(N));
    if (!isPower || !(r > 0) || !(p > 0 && p <= 16) || 128 * N * r > MEMORY_MAX / 2) return null;
    return deriveScrypt(password, salt, SCRYPT_BYTES, { N, r, p, maxmem: MEMORY_MAX });
  }
  const [digest = "", iterations = ""] = settings;
  const count = Number(iterations);
  const bytes = { sha1: 20, sha256: 32, sha512: 64 }[digest];
  if (bytes !== length || !Number.isInteger(count) || count < 1 || count > ITERATIONS_MAX) {
    return null;
  }
  return derivePbkdf2(password, salt, count, bytes, digest);
}
