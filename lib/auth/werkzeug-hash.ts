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

/** `scrypt:N:r:p` or `pbkdf2:digest:iterations`: what verifying it costs. */
export function werkzeugMethodOf(hash: string): string {
  return hash.split("$")[0] ?? "";
}

/** Whether some password can match it here: its method is known, and costs no more than it may. */
export function isVerifiableWerkzeug(hash: string): boolean {
  return readHash(hash) !== null;
}

/**
 * As Werkzeug's check_password_hash: `scrypt:N:r:p`, whose key has 64 bytes, or
 * `pbkdf2:digest:iterations`, whose key is as long as the digest. Any other method matches nothing.
 */
export async function verifyWerkzeug(password: string, hash: string): Promise<boolean> {
  const read = readHash(hash);
  if (read === null) return false;
  const derived = await derive(password, read);
  return derived.length === read.wanted.length && timingSafeEqual(derived, read.wanted);
}

type Method =
  | { name: "scrypt"; N: number; r: number; p: number }
  | { name: "pbkdf2"; digest: string; iterations: number; bytes: number };

type ReadHash = Method & { salt: string; wanted: Buffer };

function readHash(hash: string): ReadHash | null {
  if (!isWerkzeugHash(hash)) return null;
  const [text = "", salt = "", hex = ""] = hash.split("$");
  const wanted = Buffer.from(hex, "hex");
  const method = readMethod(text.split(":"));
  const bytes = method?.name === "pbkdf2" ? method.bytes : SCRYPT_BYTES;
  return method && hex.length === 2 * bytes ? { ...method, salt, wanted } : null;
}

function readMethod([name, ...settings]: readonly string[]): Method | null {
  if (name === "scrypt") {
    const [N = 0, r = 0, p = 0] = settings.map(Number);
    const isPower = N > 1 && Number.isInteger(Math.log2(N));
    const isWhole = Number.isInteger(r) && Number.isInteger(p);
    const isBounded = r > 0 && p > 0 && p <= 16 && 128 * N * r <= MEMORY_MAX / 2;
    return isPower && isWhole && isBounded ? { name, N, r, p } : null;
  }
  if (name !== "pbkdf2") return null;
  const [digest = "", count = ""] = settings;
  const bytes = { sha1: 20, sha256: 32, sha512: 64 }[digest];
  const iterations = Number(count);
  if (bytes === undefined || !Number.isInteger(iterations)) return null;
  return iterations >= 1 && iterations <= ITERATIONS_MAX
    ? { name, digest, iterations, bytes }
    : null;
}

async function derive(password: string, read: ReadHash): Promise<Buffer> {
  if (read.name === "scrypt") {
    const { N, r, p, salt } = read;
    return deriveScrypt(password, salt, SCRYPT_BYTES, { N, r, p, maxmem: MEMORY_MAX });
  }
  return derivePbkdf2(password, read.salt, read.iterations, read.bytes, read.digest);
}
